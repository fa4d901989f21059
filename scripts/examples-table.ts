// The table of examples/README.md, from the examples themselves: smallest first, the files of a folder together.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

interface Example {
  /** Below `examples/`. */
  readonly file: string;
  readonly text: string;
}

/** The rows, as Markdown. */
export async function examplesTable(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.yml')).toSorted();
  const examples = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(path.join(folder, file), 'utf8') })),
  );
  const size = (of: Example) =>
    examples.filter((one) => groupOf(one) === groupOf(of)).reduce((lines, { text }) => lines + linesOf(text), 0);
  const rows = examples.toSorted((a, b) => size(a) - size(b) || a.file.localeCompare(b.file)).map(row);
  return [
    '| example | what it is for | starts with | secrets and variables | may write |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const groupOf = ({ file }: Example): string => (file.includes('/') ? path.dirname(file) : file);

const linesOf = (text: string): number => text.split('\n').length;

function row({ file, text }: Example): string {
  const workflow = parse(text);
  const events = Object.keys(workflow.on).map((event) => `\`${event}\``);
  const names = [...text.matchAll(/\b(?:secrets|vars)\.([A-Z_]+)/g)].map(([, name = '']) => name);
  const own = [...new Set(names)]
    .filter((name) => name !== 'CODEX_WORKER_RESPONSES_API_URL')
    .map((name) => `\`${name}\``);
  const cells = [`[${file}](${file})`, purposeOf(text), events.join(', '), own.join(', '), writes(workflow.jobs)];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The first sentence of the comment on top. */
function purposeOf(text: string): string {
  const comment = text
    .slice(0, text.indexOf('\nname:'))
    .replaceAll(/\n?^# ?/gm, ' ')
    .trim();
  return comment.split(/(?<=\.) (?=[A-Z])/)[0] ?? comment;
}

/** What any job of it may write. */
function writes(jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>> }>>): string {
  const granted = Object.values(jobs).flatMap(({ permissions = {} }) => Object.entries(permissions));
  const written = granted.filter(([, access]) => access === 'write').map(([scope]) => scope);
  return [...new Set(written)].toSorted().join(', ') || 'nothing';
}

import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The files through which one process of a step hands things to the runner. */
export interface FileCommands {
  readonly env: Readonly<Record<string, string>>;
  collect(): Promise<Collected>;
}

export interface Collected {
  readonly outputs: ReadonlyMap<string, string>;
  readonly env: ReadonlyMap<string, string>;
  readonly state: ReadonlyMap<string, string>;
  readonly path: readonly string[];
  readonly summary: string;
  /** What was wrong with the files; a malformed file fails the step. */
  readonly errors: readonly string[];
}

// GitHub drops a step's summary above this size.
const summaryLimit = 1024 * 1024;

/** Creates the five files, empty, in a folder of the job. */
export async function openFileCommands(folder: string, id: string): Promise<FileCommands> {
  const file = (kind: string) => path.join(folder, `${kind}_${id}`);
  const names = ['output', 'env', 'path', 'state', 'step_summary'] as const;
  await mkdir(folder, { recursive: true });
  for (const name of names) await writeFile(file(name), '');
  return {
    env: Object.fromEntries(names.map((name) => [`GITHUB_${name.toUpperCase()}`, file(name)])),
    async collect() {
      const errors: string[] = [];
      const pairs = async (name: 'output' | 'env' | 'state') => {
        const parsed = parsePairs(await textOf(file(name)), `GITHUB_${name.toUpperCase()}`);
        errors.push(...parsed.errors);
        return parsed.values;
      };
      const [outputs, env, state] = [await pairs('output'), await pairs('env'), await pairs('state')];
      if (env.delete('NODE_OPTIONS'))
        errors.push("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
      const summary = await readSummary(file('step_summary'), errors);
      const folders = (await textOf(file('path'))).split(/\r?\n/).filter((line) => line !== '');
      await Promise.all(names.map((name) => rm(file(name), { force: true })));
      return { outputs, env, state, path: folders, summary, errors };
    },
  };
}

async function readSummary(file: string, errors: string[]): Promise<string> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= summaryLimit) return textOf(file);
  const kilobytes = Math.ceil(size / 1024);
  errors.push(`$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${kilobytes}k.`);
  return '';
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

interface Pairs {
  readonly values: Map<string, string>;
  readonly errors: readonly string[];
}

/** `name=value` lines and `name<<DELIMITER` blocks. */
function parsePairs(text: string, file: string): Pairs {
  const values = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const heredoc = /^([^=]+?)<<(.+)$/.exec(line);
    if (heredoc === null) {
      const [name = '', value] = line.split(/=(.*)/s);
      if (value === undefined || name === '') return { values, errors: [unreadable(file, `Invalid format '${line}'`)] };
      values.set(name, value);
      continue;
    }
    const [, name = '', delimiter = ''] = heredoc;
    const end = lines.indexOf(delimiter, index + 1);
    if (end < 0) return { values, errors: [unreadable(file, `Matching delimiter not found '${delimiter}'`)] };
    values.set(name, lines.slice(index + 1, end).join('\n'));
    index = end;
  }
  return { values, errors: [] };
}

function unreadable(file: string, detail: string): string {
  return `Unable to process file command '${file.replace('GITHUB_', '').toLowerCase()}' successfully. ${detail}`;
}

// Writes what follows from something else: the tables in the READMEs of the actions, the caller in README.md,
// the table of examples/README.md, docs/reference.md, docs/cli.md, docs/troubleshooting.md, docs/texts.md and the table of
// docs/threat-model.md.
//
//   node scripts/generate.ts           writes
//   node scripts/generate.ts --check   fails where a file is stale
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { renderCommandReference } from '../packages/cli/src/command-reference.ts';
import { catalogue } from '../packages/core/src/failure/catalogue.ts';
import { english } from '../packages/core/src/reply/english.ts';
import { renderNotice } from '../packages/core/src/reply/notice.ts';
import { aRun } from '../packages/core/src/testing/examples.ts';
import { stopSamples, textSamples } from '../packages/core/src/testing/samples.ts';
import { findAttacks } from '../packages/lab/src/redteam/find-attacks.ts';
import { threats } from '../packages/lab/src/redteam/threats.ts';
import { examplesTable } from './examples-table.ts';
import { readOrExit } from './misuse.ts';

interface ActionFile {
  readonly inputs?: Readonly<Record<string, { description: string; required?: boolean; default?: string }>>;
  readonly outputs?: Readonly<Record<string, { description: string }>>;
}

const root = path.dirname(import.meta.dirname);
const { check } = readOrExit(() => parseArgs({ options: { check: { type: 'boolean', default: false } } })).values;
const stale: string[] = [];

const workflow = parse(await readFile(path.join(root, '.github/workflows/codex-worker.yml'), 'utf8')).on.workflow_call;
for (const action of await readdir(path.join(root, 'actions'))) {
  const file: ActionFile = parse(await readFile(path.join(root, 'actions', action, 'action.yml'), 'utf8'));
  await fillTables(`actions/${action}/README.md`, file);
}
const caller = await readFile(path.join(root, 'examples/codex.yml'), 'utf8');
await fill('README.md', '<!-- generated from examples/codex.yml -->', `\`\`\`yaml\n${caller}\`\`\``);
await fill('examples/README.md', '<!-- generated from examples -->', await examplesTable(path.join(root, 'examples')));
await put('docs/reference.md', await existing('docs/reference.md'), reference(workflow));
await put('docs/cli.md', await existing('docs/cli.md'), renderCommandReference());
await put('docs/troubleshooting.md', await existing('docs/troubleshooting.md'), troubleshooting());
await put('docs/texts.md', await existing('docs/texts.md'), textsPage());
await fill('docs/threat-model.md', '<!-- generated from packages/lab/src/redteam -->', await threatTable());

if (stale.length > 0) {
  process.stderr.write(`Stale: ${stale.join(', ')}. Run npm run generate.\n`);
  process.exitCode = 1;
}

/** Replaces what stands between a marker and the next end marker. */
async function fill(file: string, begin: string, content: string): Promise<void> {
  const text = await existing(file);
  const from = text.indexOf(begin);
  const to = text.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) {
    stale.push(`${file} (it has no place "${begin}" … "<!-- end -->")`);
    return;
  }
  await put(file, text, `${text.slice(0, from)}${begin}\n${content}\n${text.slice(to)}`);
}

/** A README that would be too long leaves to the reference what that says in the same words; its marker tells. */
async function fillTables(file: string, action: ActionFile): Promise<void> {
  const short = '<!-- generated from action.yml, without what docs/reference.md says -->';
  if ((await existing(file)).includes(short)) await fill(file, short, tables(action, workflow));
  else await fill(file, '<!-- generated from action.yml -->', tables(action));
}

async function existing(file: string): Promise<string> {
  return readFile(path.join(root, file), 'utf8').catch(() => '');
}

async function put(file: string, before: string, after: string): Promise<void> {
  if (before === after) return;
  const full = path.resolve(root, file);
  if (check) stale.push(path.relative(root, full));
  else await writeFile(full, after);
}

function tables(action: ActionFile, told: ActionFile = {}): string {
  const ins = untold(inputRows(action), inputRows(told));
  const outs = untold(outputRows(action), outputRows(told));
  const inTable = ['| input | what it is | default |', '|---|---|---|', ...ins];
  const outTable = outs.length > 0 ? ['', '| output | what it is |', '|---|---|', ...outs] : [];
  return [...inTable, ...outTable].join('\n');
}

type Rows = ReadonlyMap<string, string>;

function inputRows({ inputs = {} }: ActionFile): Rows {
  return rowsOf(inputs, (input) => `${cell(input.description)} | ${defaultOf(input)} |`);
}

function outputRows({ outputs = {} }: ActionFile): Rows {
  return rowsOf(outputs, ({ description }) => `${cell(description)} |`);
}

function rowsOf<T>(all: Readonly<Record<string, T>>, cells: (one: T) => string): Rows {
  return new Map(Object.entries(all).map(([name, one]) => [name, `| \`${name}\` | ${cells(one)}`]));
}

/** Rows that the reference has to the letter are one row, which names them. */
function untold(rows: Rows, reference: Rows): readonly string[] {
  const own = [...rows].filter(([name, row]) => reference.get(name) !== row);
  const told = [...rows.keys()].filter((name) => reference.get(name) === rows.get(name));
  if (told.length === 0) return own.map(([, row]) => row);
  const names = told.map((name) => `\`${name}\``).join(', ');
  return [...own.map(([, row]) => row), `| ${names} | as in the [reference](../../docs/reference.md) |`];
}

function defaultOf({ required, default: value }: { required?: boolean; default?: string | number | boolean }): string {
  if (required) return '**required**';
  return value === undefined || value === '' ? '' : `\`${value}\``;
}

/** Text as a cell of a table: outside of code, `<thread>` would be taken for HTML and not be shown. */
function cell(text: string): string {
  const parts = text.replaceAll('|', '\\|').split('`');
  return parts.map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;'))).join('`');
}

async function threatTable(): Promise<string> {
  const attacks = await findAttacks();
  const rows = threats.map(({ id, asset, attacker, path: way, defence, left }) => {
    const names = attacks.filter(({ threat }) => threat === id).map(({ name }) => cell(name));
    const cells = [
      `\`${id}\`: ${cell(asset)}`,
      ...[attacker, way, defence].map(cell),
      names.map((name) => `• ${name}`).join('<br>'),
      cell(left),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = [
    '| asset | attacker | way | defence | attacks that are stopped | what is left |',
    '|---|---|---|---|---|---|',
  ];
  return [...head, ...rows].join('\n');
}

function reference({ inputs, secrets, outputs }: ActionFile & { secrets: NonNullable<ActionFile['inputs']> }): string {
  return `# Reference: \`codex-worker.yml\`

Inputs, secrets and outputs of the reusable workflow. Generated from the workflow: do not edit.

${tables({ inputs: inputs ?? {} })}

| secret | what it is |
|---|---|
${Object.entries(secrets)
  .map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`)
  .join('\n')}

| output | what it is |
|---|---|
${Object.entries(outputs ?? {})
  .map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`)
  .join('\n')}
`;
}

function troubleshooting(): string {
  const rows = Object.entries(catalogue).map(
    ([code, { when, fix }]) => `| \`${code}\` | ${cell(when)} | ${cell(fix)} |`,
  );
  return `# Troubleshooting

Every way in which the worker ends badly on purpose. The code stands in the title of the run's error or note, or in the output
\`case\` of cancel-notify. Generated from \`packages/core/src/failure/catalogue.ts\`: do not edit.

| code | what happened | what to change |
|---|---|---|
${rows.join('\n')}

## What the worker says in a thread

Every text, with facts of an example: search here for words of the comment that you got. Their source is \`packages/core/src/reply\`.

${Object.entries(textSamples).map(said).join('\n\n')}

## What it says of a run that stopped

${stopSamples.map((stop) => `- \`${stop.kind}\`\n\n${quoted(withoutMarker(renderNotice(stop, { run: aRun, requestId: 'comment-7' })))}`).join('\n\n')}
`;
}

function textsPage(): string {
  const rows = Object.entries(english).map(([key, text]) => `| \`${key}\` | ${fencedCell(text)} |`);
  return `# Texts

Every sentence that the worker says in a thread or on the page of a run, in English. A team may put its own in the place of any of them, or of all: in another
language, or with words for what people are to do there. Generated from \`packages/core/src/reply/english.ts\`: do not edit.

They are given as a JSON object, with the names below:

\`\`\`yaml
jobs:
  codex:
    permissions: { contents: write, issues: write, pull-requests: write, actions: write }
    uses: codex-worker/codex-worker/.github/workflows/codex-worker.yml@v1
    with:
      texts: |
        {
          "opened": "→ Pull Request #{number}. Dort geht es weiter.",
          "facts.tokens": "{tokens} Token"
        }
    secrets:
      OPENAI_API_KEY: \${{ secrets.OPENAI_API_KEY }}
\`\`\`

A team with many repositories keeps them in the variable \`CODEX_WORKER_TEXTS\` of its organization (Settings → Secrets and variables → Actions →
Variables), which holds up to 48 KB and is read where the input is empty.

- What stands in braces is filled in. A sentence has each of its places, and no other.
- A name that is none, a place that is missing, an open block of code: the run says so in a warning, and says that sentence in English.
- Where English says one line, it is one line. Markdown is Markdown, as it is here.
- What Codex answers, what it is told, the log, and the details that an error or a reason has of its case are not among them.

How they look with facts of an example: [troubleshooting](troubleshooting.md). Why they are given so: [ADR 20](adr/0020-texts-and-parts.md).

| name | what is said |
|---|---|
${rows.join('\n')}
`;
}

/** Markdown as it is written, in a cell of a table. */
function fencedCell(text: string): string {
  const lines = text.split('\n').map((line) => (line === '' ? '' : `\`\` ${line.replaceAll('|', '\\|')} \`\``));
  return lines.join('<br>');
}

function said([name, samples]: readonly [string, readonly string[]]): string {
  // The list of words stands under its own name.
  const texts = name === 'help' ? samples : samples.map((text) => text.replace(/\n\n\| first line[\s\S]*$/, ' …'));
  return [`- \`${name}\``, ...texts.map(quoted)].join('\n\n');
}

function quoted(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => `  > ${line}`.trimEnd()).join('\n');
}

function withoutMarker(body: string): string {
  return body.replace(/\n*<sub>[\s\S]*$/, '');
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type BundleContents, newLedger, sealBundle, settle } from '@codex-worker/core';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionShape } from './json-shapes.fixture.ts';
import { scratchRepository } from './scratch-repository.fixture.ts';

const key = 'a-session-key-of-the-tests';
const rollout = 'sessions/2026/03/01/rollout-2026-03-01T10-00-00-019a9b1c-0000-7000-8000-0000000000ab.jsonl';
const request = {
  id: 'issue-12',
  author: { login: 'alice', id: 5, type: 'User' },
  createdAt: '2026-03-01T10:00:00Z',
  text: 'Add up',
} as const;
const ledger = settle(newLedger('issue-12', request.createdAt, 'workspace-write'), request, {
  state: 'answered',
  outboxRun: 701,
  turn: {
    sessionId: '019a9b1c-0000-7000-8000-0000000000ab',
    sandbox: 'workspace-write',
    // What a person asked for with /codex model stands here.
    model: 'gpt\u001b[2J\u009b\u202e-5',
    codexVersion: '0.169.0',
    tokens: { input: 1000, cachedInput: 0, output: 234, reasoning: 0 },
    startedAt: '2026-03-01T10:00:00Z',
    endedAt: '2026-03-01T10:00:07Z',
    outcome: 'answered',
  },
});
const contents: BundleContents = {
  ledger: { ...ledger, sequence: 3 },
  files: [{ path: rollout, bytes: Buffer.from('{"type":"session_meta"}\n') }],
};
const sealed = (of: BundleContents = contents) =>
  sealBundle(of, { repositoryId: 42, thread: 'issue-12' }, '0.169.0', key);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as a person starts it, with nothing of this machine's environment. */
function codexWorker(
  args: readonly string[],
  env: NodeJS.ProcessEnv = { SESSION_KEY: key },
  input = '',
): Promise<Ended> {
  return new Promise((resolve) => {
    const main = path.join(import.meta.dirname, 'main.ts');
    const child: ChildProcess = execFile(process.execPath, [main, ...args], { cwd: folder, env }, (_, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
    child.stdin?.end(input);
  });
}

async function fileOf(name: string, bytes: Buffer | string = sealed()): Promise<string> {
  await writeFile(path.join(folder, name), bytes);
  return name;
}

test('a session is described: whose it is, what was asked, which turns there were', async () => {
  const ended = await codexWorker(['session', 'open', await fileOf('described')]);
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(
    ended.out.replace(/[\d,]+ bytes sealed/, '<n> bytes sealed').replace(/[\d,]+ unpacked/, '<n> unpacked'),
  ).toMatchInlineSnapshot(`
    "The session of issue-12, in the repository with id 42
    Bundle 3 of the thread, format 1, by Codex 0.169.0; <n> bytes sealed, <n> unpacked; opened with the key of SESSION_KEY
    Began 2026-03-01T10:00:00Z; sandbox workspace-write; session 019a9b1c-0000-7000-8000-0000000000ab

    Requests
      issue-12  @alice  2026-03-01T10:00:00Z  answered in turn 1

    Turns
      1  2026-03-01T10:00:00Z  7 s  answered  gpt\\u{1b}[2J\\u{9b}\\u{202e}-5  1,234 tokens  session 019a9b1c-0000-7000-8000-0000000000ab

    Files
      sessions/2026/03/01/rollout-2026-03-01T10-00-00-019a9b1c-0000-7000-8000-0000000000ab.jsonl  24 bytes
    "
  `);
});

test('JSON tells the same', async () => {
  const { code, out } = await codexWorker(['session', 'open', await fileOf('json'), '--json']);
  expect(code).toBe(0);
  expect(out).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
  expect(v.parse(sessionShape, JSON.parse(out))).toMatchObject({
    header: { repositoryId: 42, thread: 'issue-12', sequence: 3 },
    openedWith: 'SESSION_KEY',
    ledger: contents.ledger,
    files: [{ path: rollout, bytes: 24 }],
  });
});

test('--out puts the ledger and the transcripts into a new folder that only its owner reads', async () => {
  const { code } = await codexWorker(['session', 'open', await fileOf('taken-out'), '--out', 'out']);
  expect(code).toBe(0);
  expect(await readFile(path.join(folder, 'out', rollout), 'utf8')).toBe('{"type":"session_meta"}\n');
  expect(JSON.parse(await readFile(path.join(folder, 'out/ledger.json'), 'utf8'))).toEqual(contents.ledger);
  expect((await stat(path.join(folder, 'out'))).mode & 0o777).toBe(0o700);
  expect((await stat(path.join(folder, 'out', rollout))).mode & 0o777).toBe(0o600);
});

test('--html writes the turns as a page for its owner alone, and never over another file', async () => {
  const file = await fileOf('page');
  const args = ['session', 'open', file, '--html', 'page.html', '--repository', 'octo-org/demo'];
  expect((await codexWorker(args)).code).toBe(0);
  const page = await readFile(path.join(folder, 'page.html'), 'utf8');
  expect((await stat(path.join(folder, 'page.html'))).mode & 0o777).toBe(0o600);
  expect(page).toContain('<a href="https://github.com/octo-org/demo/issues/12">octo-org/demo#12</a>');
  expect(page).toContain('alice');
  expect(['\u001b', '\u009b', '\u202e'].filter((hidden) => page.includes(hidden))).toEqual([]);
  const again = await codexWorker(args);
  expect(again).toMatchObject({ code: 2, err: '--html is "page.html", which exists. Name a file that does not.\n' });
  const nowhere = await codexWorker(['session', 'open', file, '--html', 'no/page.html']);
  expect(nowhere).toMatchObject({
    code: 2,
    err: expect.stringContaining('the folder that it would be in does not exist'),
  });
  for (const [option, place] of [
    ['--html', 'page.html/page.html'],
    ['--out', 'page.html/out'],
  ] as const) {
    const err = expect.stringMatching(new RegExp(`^${option} is "${place}", which cannot be .*ENOTDIR.*\\.\\n$`));
    expect(await codexWorker(['session', 'open', file, option, place])).toMatchObject({ code: 2, err });
  }
});

test('where the page cannot be written, no folder is left in the way of the next attempt', async () => {
  const file = await fileOf('both', sealed());
  await fileOf('taken.html', '');
  const args = ['session', 'open', file, '--out', 'beside', '--html', 'taken.html'];
  expect(await codexWorker(args)).toMatchObject({
    code: 2,
    err: expect.stringContaining('"taken.html", which exists'),
  });
  expect(await readdir(folder)).not.toContain('beside');
});

test('--out takes no folder that exists', async () => {
  await mkdir(path.join(folder, 'there'));
  const ended = await codexWorker(['session', 'open', await fileOf('kept-out'), '--out', 'there']);
  expect(ended).toMatchObject({
    code: 2,
    out: '',
    err: '--out is "there", which exists. Name a folder that does not.\n',
  });
});

test('a file that would be written twice leaves no folder behind', async () => {
  const twice = { ...contents, files: [...contents.files, ...contents.files] };
  const ended = await codexWorker(['session', 'open', await fileOf('twice', sealed(twice)), '--out', 'half']);
  expect(ended.code).toBe(1);
  expect(await readdir(folder)).not.toContain('half');
});

test.each([
  { from: 'a file', args: ['--key-file', 'key.txt'], env: {}, input: '' },
  { from: 'the standard input', args: ['--key-file', '-'], env: {}, input: `${key}\n` },
  { from: 'SESSION_KEY', args: [], env: { SESSION_KEY: key }, input: '' },
  { from: 'OLD_SESSION_KEY', args: [], env: { SESSION_KEY: 'the-new-key-0123', OLD_SESSION_KEY: key }, input: '' },
  { from: 'OPENAI_API_KEY', args: [], env: { OPENAI_API_KEY: key }, input: '' },
])('the key comes from $from, and is never shown', async ({ args, env, input }) => {
  await fileOf('key.txt', `${key}\n`);
  const ended = await codexWorker(['session', 'open', await fileOf('by-key'), ...args], env, input);
  expect(ended.code).toBe(0);
  expect(ended.out + ended.err).not.toContain(key);
});

test('what does not open is told in one line', async () => {
  const bytes = sealed();
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40);
  const ended = await codexWorker(['session', 'open', await fileOf('changed', bytes)]);
  const err = 'The session artifact does not open: it was changed after it was sealed.\n';
  expect(ended).toEqual({ code: 1, out: '', err });
});

test.each([
  { args: ['session', 'open', 'absent'], says: '"absent" cannot be read' },
  { args: ['session', 'open', '.'], says: '"." is no file.' },
  { args: ['session', 'close', 'x'], says: '"session close" is no command.' },
])('the command line $args is wrong, and the message says how', async ({ args, says }) => {
  expect(await codexWorker(args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) });
});

test('without a key nothing opens', async () => {
  const ended = await codexWorker(['session', 'open', await fileOf('no-key')], {});
  expect(ended).toMatchObject({ code: 2, err: expect.stringContaining('There is no key.') });
});

test('init asks nothing where nobody can answer: its input stays open, and it ends', async () => {
  const repository = await scratchRepository();
  const main = path.join(import.meta.dirname, 'main.ts');
  // Nobody ends this input.
  const child = spawn(process.execPath, [main, 'init'], { cwd: repository, stdio: ['pipe', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(await readFile(path.join(repository, '.github/workflows/codex.yml'), 'utf8')).toContain('name: Codex\n');
});

test('a folder that is no repository is told in one line', async () => {
  const ended = await codexWorker(['init'], { PATH: process.env['PATH'] });
  expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^.* is in no git repository\. .*\n$/) });
});

test('npm run codex-worker in a checkout is the same command', async () => {
  const root = path.join(import.meta.dirname, '../../..');
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'codex-worker', '--', 'doctor', '--help'], {
    cwd: root,
  });
  expect(stdout).toContain('codex-worker doctor [OWNER/NAME]');
});

test('--version is the version', async () => {
  const manifest = await readFile(path.join(import.meta.dirname, '../package.json'), 'utf8');
  expect((await codexWorker(['--version'], {})).out).toBe(`${JSON.parse(manifest).version}\n`);
});

test.each([
  { args: ['--help'], words: ['init', 'doctor', 'threads', 'replay', 'session open THREAD', 'lab', '--version'] },
  { args: ['threads', '--help'], words: ['--days', '--all', '--bot-login', '--json', 'Examples', 'Exit codes'] },
  {
    args: ['replay', '--help'],
    words: ['--workflow', '--permission', '--facts', '--offline', 'Examples', 'Exit codes'],
  },
  { args: ['help', 'lab'], words: ['codex-worker lab', 'npm start', 'Examples', 'Exit codes'] },
  { args: ['init', '--help'], words: ['--trigger', '--pr ', '--dry-run', 'Exit codes'] },
  { args: ['doctor', '-h'], words: ['OWNER/NAME', '--local', '--json', 'Exit codes'] },
])('$args says all', async ({ args, words }) => {
  const { code, out } = await codexWorker(args, {});
  expect(code).toBe(0);
  for (const word of words) expect(out).toContain(word);
});

test('session --help says all that the command takes', async () => {
  const { code, out } = await codexWorker(['session', '--help'], {});
  expect(code).toBe(0);
  for (const word of ['session open THREAD', '--key-file', '--out', '--json', 'Exit codes'])
    expect(out).toContain(word);
});

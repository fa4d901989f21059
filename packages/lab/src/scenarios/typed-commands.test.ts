import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { productRoot } from '../lab.ts';
import { shellBlocks } from '../lint/commands.ts';
import { openScene, type Scene, until } from './scene.ts';

const run = promisify(execFile);
const blocksOf = async (file: string) => shellBlocks(await readFile(path.join(productRoot, file), 'utf8'));

/** Holds the group of a thread, as the worker does, until its machine is lost. */
const hold = `on:
  workflow_dispatch:
  schedule: [{ cron: '0 0 * * *' }]
jobs:
  thread:
    if: github.event_name != 'schedule'
    concurrency: { group: codex-worker-issue-1, queue: max }
    uses: ./.github/workflows/held.yml
`;
const held = `on: workflow_call
jobs:
  agent:
    runs-on: ubuntu-latest
    steps:
      - run: sleep 20
`;

/** Two issues, one with a comment, and a pull request that changes the third line of README.md. */
async function openPrepared(): Promise<Scene> {
  const scene = await openScene({ callers: { 'hold.yml': hold, 'held.yml': held } });
  const { place } = scene;
  const { rest } = scene.as('writer');
  await scene.comments('writer', await scene.opens('writer', 'Greet', 'Say hello.'), 'Say it.');
  const { data: main } = await rest.git.getRef({ ...place, ref: 'heads/main' });
  await rest.git.createRef({ ...place, ref: 'refs/heads/greeting', sha: main.object.sha });
  const { data: readme } = await rest.repos.getContent({ ...place, path: 'README.md' });
  const file = { path: 'README.md', message: 'Greet', branch: 'greeting', sha: 'sha' in readme ? readme.sha : '' };
  await rest.repos.createOrUpdateFileContents({ ...place, ...file, content: btoa('# Demo\n\nHello.\nAgain.\n') });
  await rest.pulls.create({ ...place, title: 'Greet', head: 'greeting', base: 'main' });
  await scene.opens('writer', 'Another');
  return scene;
}

/** A run that holds the group of a thread, and one that waits for it. */
async function startRuns(scene: Scene): Promise<void> {
  await scene.dispatches({}, 'hold.yml');
  await until(() => scene.runs.some(({ jobs }) => jobs.some(({ steps }) => steps.length > 1)));
  await scene.dispatches({}, 'hold.yml');
  await until(() => scene.runs[1]?.jobs.some(({ status }) => status === 'pending') === true);
}

/** What stands for the words in angle brackets of a line, where the ones before it made this. */
async function valuesIn(scene: Scene, line: string, made: ReadonlyMap<string, string>) {
  const { place } = scene;
  const { rest } = scene.as('owner');
  const { data: pull } = await rest.pulls.get({ ...place, pull_number: 2 });
  const { data: main } = await rest.repos.getCommit({ ...place, ref: 'main' });
  const commentsOn = line.includes('/pulls/2/comments/')
    ? () => rest.pulls.listReviewComments({ ...place, pull_number: 2 })
    : () => rest.issues.listComments({ ...place, issue_number: 1 });
  const [comment] = line.includes('<id>') ? (await commentsOn()).data : [];
  const isCommit = line.includes('/git/commits');
  return {
    head: pull.head.sha,
    id: String(comment?.id),
    branch: line.includes('DELETE') ? 'greeting' : 'main',
    run: String((line.includes('ahead_of_run') ? scene.runs[1] : scene.runs[0])?.id),
    n: line.includes('/delete') ? '3' : '1',
    tree: isCommit ? made.get('trees') : main.commit.tree.sha,
    blob: made.get('blobs'),
    commit: isCommit ? main.sha : made.get('commits'),
  };
}

/** Types a line as a person does who stands in the lab; answers what was printed. It fails where GitHub refuses. */
async function type(scene: Scene, line: string): Promise<string> {
  const { api, tokens } = scene.lab.github;
  const env = { PATH: process.env['PATH'], API: api, R: `${api}/repos/octo-org/demo`, TOKEN: tokens.owner };
  const strict = 'curl() { command curl --fail-with-body -sS "$@"; }';
  const gh = (await blocksOf('docs/lab.md')).flat().find((one) => one.startsWith('gh()')) ?? '';
  const { stdout } = await run('bash', ['--norc', '-euc', [strict, gh, line].join('\n')], { env });
  return stdout;
}

const blocks = await blocksOf('docs/lab.md');

test.concurrent.each(blocks.map((lines) => [lines[0] ?? '', lines] as const))(
  'every command of docs/lab.md does what it says, from %s on',
  async (_, lines) => {
    await using scene = await openPrepared();
    if (lines.some((line) => line.includes('/actions/'))) await startRuns(scene);
    const made = new Map<string, string>();
    for (const line of lines) {
      const values: Readonly<Record<string, string | undefined>> = line.includes('<')
        ? await valuesIn(scene, line, made)
        : {};
      const printed = await type(
        scene,
        line.replaceAll(/<(\w+)>/g, (word, name: string) => values[name] ?? word),
      );
      const kind = /\/git\/(\w+)/.exec(line)?.[1];
      if (kind && printed.startsWith('{')) made.set(kind, String(JSON.parse(printed).sha));
    }
  },
);

test('the commands of the demo repository are as its README says', async () => {
  const cwd = path.join(productRoot, 'packages/lab/demo');
  for (const [command = ''] of await blocksOf('packages/lab/demo/README.md')) {
    const [program = '', ...args] = command.split(' ');
    expect(`# ${(await run(program, args, { cwd })).stdout}`).toBe('# Hello, Ada!\n');
  }
});

test('npm run lab serves, and prints one line of JSON', async () => {
  const child = spawn('npm', ['run', '--silent', 'lab'], { cwd: productRoot, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  const { ready, api, repository } = JSON.parse(String(line));
  expect({ ready, repository }).toEqual({ ready: true, repository: 'octo-org/demo' });
  await fetch(`${api}/_lab/shutdown`, { method: 'POST' });
  expect(await ended).toEqual([0, null]);
});

import { type RequestId, renderMarker } from '@codex-worker/core';
import { gitHubClient, requestQueue } from '@codex-worker/github';
import type { ConcurrencyGroup, RunRecord } from '@codex-worker/lab/run';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { threadsShape } from '../json-shapes.fixture.ts';
import { labRepository } from '../lab-repository.fixture.ts';
import { storeArtifact } from '../stored-artifact.fixture.ts';
import { testTerminal } from '../testing-terminal.fixture.ts';
import { threads } from './threads.ts';
import { readThreads } from './threads-command-line.ts';

let clock = Date.now();
const lab = await labRepository({ now: () => new Date(clock) }, afterAll);
const { github } = lab;
let groups: readonly ConcurrencyGroup[] = [];
const began = new Date(clock).toISOString();
const run: RunRecord = {
  ...{
    id: 500,
    number: 1,
    attempt: 1,
    path: '.github/workflows/codex.yml',
    workflowName: 'Codex',
    displayTitle: 'Codex',
  },
  ...{ event: 'issues', headBranch: 'main', headSha: '0'.repeat(40), actor: 'olivia', triggeringActor: 'olivia' },
  ...{ headRepository: 'octo-org/demo', referencedWorkflows: [], status: 'in_progress', conclusion: null },
  ...{ createdAt: began, startedAt: began, updatedAt: began, jobs: [], payload: {}, log: '' },
};
const repository = { owner: 'octo-org', name: 'demo' };
const permissions = { metadata: 'read', contents: 'write', issues: 'write', 'pull-requests': 'write' } as const;
const bot = gitHubClient({
  token: github.mintJobToken(permissions, { runId: 500, jobId: 1, name: 'job' }),
  apiUrl: github.api,
  repository,
});

async function as(token: string, method: string, path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { authorization: `token ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${github.api}/repos/octo-org/demo${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}
const open = async (title: string) =>
  Number((await as(github.tokens.owner, 'POST', '/issues', { title, body: 'Add up.' }))['number']);
const reply = (number: number, requestId: RequestId) =>
  bot.call((octokit) =>
    octokit.rest.issues.createComment({
      ...bot.repository,
      issue_number: number,
      body: `Done.\n\n${renderMarker({ requestId, outcome: 'answered', run: '500.1' })}`,
    }),
  );
const eyes = (number: number) =>
  bot.call((octokit) =>
    octokit.rest.reactions.createForIssue({ ...bot.repository, issue_number: number, content: 'eyes' }),
  );

const store = (name: string, days = 7) => storeArtifact(github, { name, bytes: Buffer.from('sealed'), days }, afterAll);

const called = [{ path: 'codex-worker/codex-worker/.github/workflows/codex-worker.yml@v1', sha: 'c0de', ref: 'v1' }];
let runs: readonly RunRecord[] = [run];

beforeAll(() => {
  github.attach({
    get runs() {
      return runs;
    },
    dispatch: async () => [],
    cancel: () => false,
    rerun: () => false,
    concurrencyGroups: () => groups,
    idle: async () => {},
  });
});

async function listed(args: readonly string[] = [], environment = lab.environment) {
  const order = readThreads(['--json', ...args]);
  if (order.kind !== 'threads') throw new Error('This asks for help.');
  const terminal = testTerminal(environment);
  const code = await threads(order, lab.folder, terminal);
  return { code, ...v.parse(threadsShape, JSON.parse(terminal.printed())) };
}
const states = ({ threads: rows }: Awaited<ReturnType<typeof listed>>) =>
  Object.fromEntries(rows.map(({ thread, state }) => [thread, state]));

test('a repository without threads has none', async () => {
  expect(await listed()).toEqual({ code: 0, repository: 'octo-org/demo', complete: true, notes: [], threads: [] });
});

test('what runs, waits, was answered, was dropped and expired is told apart', async () => {
  const expired = await open('Old');
  await store(`codex-worker-session-issue-${expired}`, 1);
  clock = Date.now() - 3_600_000;
  const [running, queued, answered, dropped] = [
    await open('Runs'),
    await open('Waits'),
    await open('Done'),
    await open('Lost'),
  ];
  await store(`codex-worker-session-issue-${answered}`);
  await store('codex-worker-session-issue-0');
  await store(`evil-session-issue-${running}`);
  await reply(answered, `issue-${answered}`);
  await eyes(dropped);
  const author = { login: 'olivia', id: 5, type: 'User' } as const;
  await requestQueue(bot).append({
    thread: `issue-${queued}`,
    request: { id: `issue-${queued}`, author, createdAt: '2026-03-01T10:00:00Z', text: 'Add up' },
    asker: author,
    ...{ start: 'new', openedBy: author, ref: '', base: '', queuedAt: '2026-03-01T10:00:00Z', taken: [] },
  });
  const member = { runId: 500, job: 'thread', lease: 'workflow' } as const;
  groups = [
    { name: `codex-worker-issue-${running}`, holder: member, acquiredAt: null, pending: [{ ...member, runId: 501 }] },
  ];
  clock = Date.now() + 2 * 86_400_000;
  const before = github.requests.length;
  const list = await listed();
  expect(states(list)).toEqual({
    [`issue-${running}`]: 'running',
    [`issue-${queued}`]: 'waiting',
    [`issue-${dropped}`]: 'unanswered',
    [`issue-${expired}`]: 'expired',
    [`issue-${answered}`]: 'answered',
  });
  expect(list.threads.map(({ title }) => title)).toEqual(['Runs', 'Waits', 'Lost', 'Old', 'Done']);
  expect(list.threads[0]).toMatchObject({
    waiting: 1,
    run: { url: `${github.server}/octo-org/demo/actions/runs/500` },
  });
  // Somebody has to look at what was dropped.
  expect(list.code).toBe(1);
  const asked = github.requests.slice(before);
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(asked.length).toBeLessThanOrEqual(16);
});

test('an issue that was moved away is closed here', async () => {
  const moved = await open('Moves');
  await store(`codex-worker-session-issue-${moved}`);
  await fetch(`${github.api}/_lab/issues/${moved}/transfer`, { method: 'POST' });
  expect(states(await listed())).not.toHaveProperty(`issue-${moved}`);
  const { threads: rows } = await listed(['--all']);
  expect(rows.find(({ thread }) => thread === `issue-${moved}`)).toMatchObject({ title: '(gone)', open: false });
});

test('where GitHub tells of no groups, the titles of runs tell what goes on', async () => {
  const [first] = (await listed()).threads;
  const going = { ...run, displayTitle: `Codex · #${first?.thread.split('-')[1]}`, referencedWorkflows: called };
  runs = [going, { ...going, id: 501, status: 'queued' }, { ...going, id: 502, status: 'pending' }];
  github.faults.add({
    ...{ method: 'GET', path: /concurrency_groups/, times: 9, when: 'before' },
    effect: { kind: 'answer', status: 404, headers: {}, body: { message: 'Not Found' } },
  });
  const { threads: rows, complete } = await listed();
  github.faults.clear();
  runs = [run];
  expect(complete).toBe(true);
  // One waits for a machine, and one for its concurrency group.
  expect(rows[0]).toMatchObject({ thread: first?.thread, state: 'running', waiting: 2 });
});

test('a token that may not see runs sees the rest, and it is told', async () => {
  const token = github.mintJobToken(
    { metadata: 'read', issues: 'read', contents: 'read', 'pull-requests': 'read' },
    { runId: 500, jobId: 2, name: 'job' },
  );
  const { notes, complete, threads: rows } = await listed([], { ...lab.environment, GITHUB_TOKEN: token });
  expect(complete).toBe(false);
  expect(notes.join()).toContain('Use a token with the permission Actions: read.');
  expect(rows.length).toBeGreaterThan(0);
});

test('what is not there is told in one line', async () => {
  await expect(listed(['octo-org/none'])).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('GitHub refused to show octo-org/none: Not Found.'),
  });
  await expect(listed([], { ...lab.environment, GITHUB_TOKEN: 'ghp_unknown' })).rejects.toThrow(
    'GitHub does not know the token.',
  );
});

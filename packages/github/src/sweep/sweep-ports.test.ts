import { type RequestId, sweep } from '@codex-worker/core';
import type { ConcurrencyGroup } from '@codex-worker/lab/run';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ACTIONS_BOT } from '../client/github-client.ts';
import { conversation } from '../conversation/conversation.ts';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { requestQueue } from '../queue-branch/request-queue.ts';
import { sweepPorts } from './sweep-ports.ts';

let github: DemoGitHub;
let groups: readonly ConcurrencyGroup[] = [];
beforeAll(async () => {
  github = await demoGitHub({ people: [{ login: 'reader' }] });
  github.lab.attach({
    runs: [],
    dispatch: async () => [],
    cancel: () => false,
    rerun: () => false,
    concurrencyGroups: () => groups,
    idle: async () => {},
  });
});
beforeEach(() => {
  groups = [];
});
afterAll(() => github[Symbol.asyncDispose]());

const policy = { minimumPermission: 'write', allowUsers: [], allowBots: [], ownLogin: ACTIONS_BOT } as const;
const permissions = { issues: 'read', 'pull-requests': 'read', actions: 'read', contents: 'read' } as const;

/** A sweep in an hour from now, and the calls that it made. */
async function swept(granted: Readonly<Record<string, 'read' | 'write'>> = permissions) {
  const before = github.lab.requests.length;
  const now = new Date(Date.now() + 3_600_000).toISOString();
  const found = await sweep(sweepPorts(github.job(granted)), { now, graceMinutes: 10, lookBackDays: 7, policy });
  const calls = github.lab.requests.slice(before).map(({ path }) => path.split('?')[0]?.split('/').slice(4).join('/'));
  return { threads: found.threads.map(({ thread, request }) => `${thread} for ${request}`), calls };
}

const bot = () => github.job({ issues: 'write', 'pull-requests': 'write' });
const eyes = (path: string) =>
  bot().call((octokit) => octokit.request(`POST /repos/octo-org/demo/${path}/reactions`, { content: 'eyes' }));
const answers = (number: number, requestId: RequestId) =>
  conversation(bot()).post(
    { kind: 'issue', number },
    `Done.\n\n<!-- codex-worker:reply request=${requestId} outcome=answered run=1.1 -->`,
  );

test('a request that was let in and never answered is found, until it is answered', async () => {
  const number = await github.openIssue();
  expect((await swept()).threads).toEqual([]);
  await eyes(`issues/${number}`);
  expect((await swept()).threads).toEqual([`issue-${number} for issue-${number}`]);
  await answers(number, `issue-${number}`);
  const { threads, calls } = await swept();
  expect(threads).toEqual([]);
  expect(calls.sort()).toEqual(['issues', 'issues/comments']);
});

test('a comment is found by our 👀 alone, not by that of a person', async () => {
  const number = await github.openIssue();
  const { id } = await github.as(github.lab.tokens.writer, 'POST', `/issues/${number}/comments`, { body: 'Go on' });
  await github.as(github.lab.tokens.writer, 'POST', `/issues/comments/${id}/reactions`, { content: 'eyes' });
  expect((await swept()).threads).toEqual([]);
  await eyes(`issues/comments/${id}`);
  expect((await swept()).threads).toEqual([`issue-${number} for comment-${id}`]);
  groups = [
    {
      name: `Codex-Worker-issue-${number}`,
      holder: { runId: 1, job: 'thread', lease: 'workflow' },
      acquiredAt: null,
      pending: [],
    },
  ];
  expect((await swept()).threads).toEqual([]);
  const others = Array.from({ length: 100 }, (_, n) => ({ name: `ci-${n}`, acquiredAt: null, pending: [] }));
  groups = [...others.map((one) => ({ ...one, holder: undefined })), ...groups];
  expect((await swept()).threads).toEqual([]);
  await answers(number, `comment-${String(id)}` as RequestId);
});

test('a comment on code is found too', async () => {
  const { writer } = github.lab.tokens;
  const main = await github.as(writer, 'GET', '/git/ref/heads/main');
  const { sha } = main['object'] as { sha: string };
  await github.as(writer, 'POST', '/git/refs', { ref: 'refs/heads/codex/issue-1/x', sha });
  await github.as(writer, 'PUT', '/contents/new.txt', { message: 'Add', content: 'eA==', branch: 'codex/issue-1/x' });
  const pull = await github.as(writer, 'POST', '/pulls', { title: 'Add', head: 'codex/issue-1/x', base: 'main' });
  const { sha: head } = pull['head'] as { sha: string };
  const comment = { body: 'Why?', commit_id: head, path: 'new.txt', line: 1, side: 'RIGHT' };
  const { id } = await github.as(writer, 'POST', `/pulls/${pull['number']}/comments`, comment);
  await eyes(`pulls/comments/${id}`);
  const { threads, calls } = await swept();
  expect(threads).toEqual([`pr-${pull['number']} for review-comment-${id}`]);
  expect(calls).toContain('pulls/comments');
  await github.as(writer, 'PATCH', `/pulls/${pull['number']}`, { state: 'closed' });
  expect((await swept()).threads).toEqual([]);
});

test('what waits in the explicit queue is left to it', async () => {
  const number = await github.openIssue();
  await eyes(`issues/${number}`);
  const author = { login: 'alice', id: 5, type: 'User' } as const;
  await requestQueue(github.job({ contents: 'write' })).append({
    thread: `issue-${number}`,
    request: { id: `issue-${number}`, author, createdAt: '2026-03-01T10:00:00Z', text: 'Add up' },
    asker: author,
    start: 'new',
    openedBy: author,
    ref: '',
    base: '',
    queuedAt: '2026-03-01T10:00:00Z',
    taken: [],
  });
  expect((await swept()).threads).toEqual([]);
  await answers(number, `issue-${number}`);
});

test('where the token may not look at runs, the thread is run: a second run finds nothing to do', async () => {
  const number = await github.openIssue();
  await eyes(`issues/${number}`);
  const { actions: _, ...rest } = permissions;
  expect((await swept(rest)).threads).toEqual([`issue-${number} for issue-${number}`]);
});

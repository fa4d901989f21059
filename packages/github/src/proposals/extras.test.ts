import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { readEventNodes } from '../events/event-nodes.ts';
import { proposals } from './proposals.ts';

let github: DemoGitHub;
let main: string;
beforeAll(async () => {
  github = await demoGitHub({
    people: [{ login: 'alice', role: 'write' }, { login: 'bob', role: 'write' }, { login: 'mallory' }],
  });
  const ref = await github.as(github.lab.tokens.writer, 'GET', '/git/ref/heads/main');
  main = (ref['object'] as { sha: string }).sha;
});
beforeEach(() => github.lab.faults.clear());
afterAll(() => github[Symbol.asyncDispose]());

const permissions = { 'pull-requests': 'write', contents: 'write', issues: 'write' } as const;
const port = () => proposals(github.job(permissions));
const called = (from: number) => github.lab.requests.slice(from).map(({ method, path }) => `${method} ${path}`);

async function pullRequest(name: string): Promise<number> {
  await github.as(github.lab.tokens.writer, 'POST', '/git/refs', { ref: `refs/heads/${name}`, sha: main });
  await github.as(github.lab.tokens.writer, 'PUT', '/contents/new.txt', {
    message: 'Add',
    content: 'eA==',
    branch: name,
  });
  const end = await port().open({ branch: name, base: 'main', title: 'Add up', body: '', draft: false });
  if (end.kind !== 'opened') throw new TypeError(`It was ${end.kind}`);
  return end.pullRequest.number;
}

const seen = async (number: number) => {
  const pull = await github.as(github.lab.tokens.writer, 'GET', `/pulls/${number}`);
  return {
    labels: (pull['labels'] as readonly { name: string }[]).map(({ name }) => name).sort(),
    reviewers: (pull['requested_reviewers'] as readonly { login: string }[]).map(({ login }) => login).sort(),
  };
};

test('labels are set and reviews asked for, and nothing where nothing is wanted', async () => {
  const number = await pullRequest('codex/issue-1/extras');
  const before = github.lab.requests.length;
  expect(await port().equip(number, { labels: [], reviewers: [] })).toEqual([]);
  expect(called(before)).toEqual([]);
  expect(await port().equip(number, { labels: ['codex', 'bug'], reviewers: ['@alice', 'bob'] })).toEqual([]);
  expect(await seen(number)).toEqual({ labels: ['bug', 'codex'], reviewers: ['alice', 'bob'] });
});

test('somebody who may not be asked does not keep the others from being asked', async () => {
  const number = await pullRequest('codex/issue-2/extras');
  expect(await port().equip(number, { labels: [], reviewers: ['mallory', 'alice'] })).toEqual([
    { kind: 'reviewers', names: ['mallory'], why: expect.stringContaining('not a collaborator') },
  ]);
  expect((await seen(number)).reviewers).toEqual(['alice']);
});

test('a token that may not set labels hears it, and the pull request stays', async () => {
  const number = await pullRequest('codex/issue-3/extras');
  const reader = proposals(github.job({ 'pull-requests': 'read' }));
  expect(await reader.equip(number, { labels: ['codex'], reviewers: [] })).toEqual([
    { kind: 'labels', names: ['codex'], why: 'Resource not accessible by integration' },
  ]);
});

test('a GitHub that fails for a moment is asked again', async () => {
  const number = await pullRequest('codex/issue-4/extras');
  github.fault('POST', /labels$/, { status: 502 });
  expect(await port().equip(number, { labels: ['codex'], reviewers: [] })).toEqual([]);
  expect((await seen(number)).labels).toEqual(['codex']);
});

test('a branch is made in the Development panel of its issue', async () => {
  const issue = await github.openIssue();
  const branch = `codex/issue-${issue}/linked`;
  expect(await port().link({ issue, branch, startsAt: main })).toEqual({ kind: 'linked' });
  const ref = await github.as(github.lab.tokens.writer, 'GET', `/git/ref/heads/${branch}`);
  expect(ref['object']).toMatchObject({ sha: main });
});

test('the issue of the event saves a call', async () => {
  const issue = await github.openIssue();
  const opened = await github.as(github.lab.tokens.writer, 'GET', `/issues/${issue}`);
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-event-'));
  const file = path.join(folder, 'event.json');
  await writeFile(file, JSON.stringify({ action: 'opened', issue: opened }));
  const known = await readEventNodes(file);
  await rm(folder, { recursive: true });
  const before = github.lab.requests.length;
  const order = { issue, branch: `codex/issue-${issue}/known`, startsAt: main };
  expect(await proposals(github.job(permissions), known).link(order)).toEqual({ kind: 'linked' });
  expect(called(before)).toEqual(['POST /graphql?operation=createLinkedBranch']);
});

test('a branch that exists cannot be linked, and stays as it is', async () => {
  const issue = await github.openIssue();
  await pullRequest('codex/issue-5/there');
  expect(await port().link({ issue, branch: 'codex/issue-5/there', startsAt: main })).toEqual({
    kind: 'not-linked',
    why: 'GitHub made no linked branch: it takes none that exists already',
  });
});

test.each([
  { when: 'the token may not', granted: { contents: 'write' } as const, gone: false },
  { when: 'the issue is gone', granted: permissions, gone: true },
])('a link that GitHub refuses because $when is only told', async ({ granted, gone }) => {
  const issue = gone ? 999_999 : await github.openIssue();
  const order = { issue, branch: `codex/issue-${issue}/refused`, startsAt: main };
  const end = await proposals(github.job(granted)).link(order);
  expect(end).toMatchObject({ kind: 'not-linked', why: expect.stringMatching(/./) });
});

test('a GraphQL that is down is only told', async () => {
  const issue = await github.openIssue();
  github.fault('POST', /graphql/, { status: 502 }, { times: 9 });
  expect(await port().link({ issue, branch: `codex/issue-${issue}/down`, startsAt: main })).toMatchObject({
    kind: 'not-linked',
  });
});

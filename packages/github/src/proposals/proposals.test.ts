import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { proposals } from './proposals.ts';

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
});
beforeEach(() => {
  github.lab.faults.clear();
  github.lab.settings.allowActionsToCreatePullRequests = true;
});
afterAll(() => github[Symbol.asyncDispose]());

const port = () => proposals(github.job({ 'pull-requests': 'write', contents: 'read' }));
const order = (branch: string) => ({ branch, base: 'main', title: 'Add up', body: 'Closes #1', draft: false });

/** A branch with one commit of its own, or none. */
async function branch(name: string, { commit = true } = {}): Promise<string> {
  const main = await github.as(github.lab.tokens.writer, 'GET', '/git/ref/heads/main');
  const { sha } = main['object'] as { sha: string };
  await github.as(github.lab.tokens.writer, 'POST', '/git/refs', { ref: `refs/heads/${name}`, sha });
  const file = { message: 'Add', content: 'eA==', branch: name };
  if (commit) await github.as(github.lab.tokens.writer, 'PUT', '/contents/new.txt', file);
  return name;
}

test('a pull request is opened, and found by its branch', async () => {
  const head = await branch('codex/issue-1/add-up');
  expect(await port().findByHead(head)).toBeUndefined();
  const end = await port().open(order(head));
  expect(end).toMatchObject({ kind: 'opened', pullRequest: { state: 'open' } });
  expect(end.kind === 'opened' && (await port().findByHead(head))).toEqual(end.kind === 'opened' && end.pullRequest);
});

test('a pull request from a fork that the same organisation owns is not the one of the branch', async () => {
  const pull = (number: number, repo: object | null) => ({
    ...{ number, html_url: `https://github.com/octo-org/demo/pull/${number}`, state: 'open' },
    ...{ created_at: '2026-03-01T10:00:00Z', head: { repo }, base: { repo: { id: 77 } } },
  });
  const body = [pull(9, { id: 78 }), pull(8, null), pull(7, { id: 77 })];
  const effect = { kind: 'answer', status: 200, headers: {}, body } as const;
  github.lab.faults.add({ method: 'GET', path: /\/pulls\b/, times: 1, when: 'before', effect });
  expect(await port().findByHead('codex/issue-1/x')).toMatchObject({ number: 7 });
});

test('a pull request that exists is not opened again', async () => {
  const head = await branch('codex/issue-2/add-up');
  const first = await port().open(order(head));
  expect(await port().open(order(head))).toEqual(first);
});

for (const after of [true, false]) {
  test(`one pull request is opened when the connection breaks ${after ? 'after' : 'before'} GitHub took it`, async () => {
    const head = await branch(`codex/issue-3/lost-${after}`);
    github.fault('POST', /pulls$/, 'drop', after ? { after } : {});
    expect(await port().open(order(head))).toMatchObject({ kind: 'opened' });
    const all = await github.as(github.lab.tokens.writer, 'GET', `/pulls?state=all&head=octo-org:${head}`);
    expect(Object.values(all)).toHaveLength(1);
  });
}

test('the setting that forbids it is told apart from a missing permission', async () => {
  const head = await branch('codex/issue-4/add-up');
  github.lab.settings.allowActionsToCreatePullRequests = false;
  expect(await port().open(order(head))).toEqual({ kind: 'not-permitted' });
  const reader = proposals(github.job({ 'pull-requests': 'read' }));
  await expect(reader.open(order(head))).rejects.toMatchObject({
    code: 'permission-missing',
    fix: 'Add "pull-requests: write" to the permissions of the calling job.',
  });
});

test('a branch without commits of its own has nothing to open', async () => {
  const head = await branch('codex/issue-5/nothing', { commit: false });
  expect(await port().open(order(head))).toEqual({ kind: 'no-commits' });
});

test('a base that does not exist is refused in the words of GitHub', async () => {
  const head = await branch('codex/issue-6/add-up');
  expect(await port().open({ ...order(head), base: 'gone' })).toEqual({
    kind: 'refused',
    why: expect.stringContaining('Validation Failed'),
  });
});

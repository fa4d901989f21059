import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ACTIONS_BOT } from '../client/github-client.ts';
import { conversation } from '../conversation/conversation.ts';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { routePorts } from './route-ports.ts';

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
});
beforeEach(() => github.lab.faults.clear());
afterAll(() => github[Symbol.asyncDispose]());

function ports({ attempt = 1, permissions = { issues: 'write', 'pull-requests': 'read' } as const } = {}) {
  const warnings: string[] = [];
  const options = {
    client: github.job(permissions),
    run: { ...github.run, attempt },
    ownLogin: ACTIONS_BOT,
    warn: (text: string) => warnings.push(text),
  };
  return { ...routePorts(options), warnings };
}

const titles = async () => {
  const issues = await github.as(github.lab.tokens.writer, 'GET', '/issues?state=all&creator=github-actions[bot]');
  return Object.values(issues).map((issue) => (issue as { title: string }).title);
};

test('👀 is left once, on issues and on comments; a run by hand leaves it on its issue', async () => {
  const number = await github.openIssue();
  const comment = await github.as(github.lab.tokens.writer, 'POST', `/issues/${number}/comments`, { body: 'More' });
  const { acknowledge, warnings } = ports();
  const thread = { kind: 'issue', number } as const;
  await acknowledge(`issue-${number}`, thread);
  await acknowledge('dispatch-500', thread);
  await acknowledge(`comment-${Number(comment['id'])}`, thread);
  const onIssue = Object.values(await github.as(github.lab.tokens.writer, 'GET', `/issues/${number}/reactions`));
  const onComment = await github.as(github.lab.tokens.writer, 'GET', `/issues/comments/${comment['id']}/reactions`);
  expect(onIssue).toMatchObject([{ content: 'eyes', user: { login: ACTIONS_BOT } }]);
  expect(Object.values(onComment)).toMatchObject([{ content: 'eyes' }]);
  expect(warnings).toEqual([]);
});

test('a reaction that GitHub refuses is a warning', async () => {
  const number = await github.openIssue();
  const { acknowledge, warnings } = ports({ permissions: { issues: 'read' } as never });
  await acknowledge(`issue-${number}`, { kind: 'issue', number });
  expect(warnings).toEqual([
    `Could not leave 👀. GitHub refused POST /repos/octo-org/demo/issues/${number}/reactions with 403: Resource not accessible by integration. Add "issues: write" to the permissions of the calling job.`,
  ]);
});

test('an issue is opened once for a run by hand, whatever happens to the run', async () => {
  const prompt = '\n# Add a changelog\r\nwith dates <!-- codex-worker:asked dispatch-1 -->';
  const first = await ports().openIssueFor('dispatch-500', prompt, 'alice');
  const again = await ports({ attempt: 2 }).openIssueFor('dispatch-500', prompt, 'alice');
  expect(again).toBe(first);
  const issue = await github.as(github.lab.tokens.writer, 'GET', `/issues/${first}`);
  expect(issue['title']).toBe('Add a changelog');
  expect(issue['body']).toContain('*Asked by @alice in a run by hand.*');
  expect(await ports({ attempt: 2 }).openIssueFor('dispatch-1', 'Another', 'alice')).not.toBe(first);
});

test('an issue whose answer got lost is found again', async () => {
  github.fault('POST', /issues$/, 'drop', { after: true });
  const before = await titles();
  const number = await ports().openIssueFor('dispatch-77', 'Only once', 'alice');
  const issue = await github.as(github.lab.tokens.writer, 'GET', `/issues/${number}`);
  expect(issue['title']).toBe('Only once');
  expect((await titles()).length).toBe(before.length + 1);
});

test('a refusal is said once for each request', async () => {
  const number = await github.openIssue();
  const thread = { kind: 'issue', number } as const;
  await ports().refuse(thread, `issue-${number}`, 'it is locked');
  await ports({ attempt: 2 }).refuse(thread, `issue-${number}`, 'it is locked');
  const comments = await conversation(github.job({ issues: 'write' })).newestComments(thread);
  expect(comments.map(({ body }) => body)).toEqual([
    `Nothing was run: it is locked.\n\n<!-- codex-worker:reply request=issue-${number} outcome=refused run=500.1 -->`,
  ]);
});

test('a refusal that cannot be said is a warning', async () => {
  const { refuse, warnings } = ports();
  await refuse({ kind: 'issue', number: 9999 }, 'issue-9999', 'it is locked');
  expect(warnings).toHaveLength(1);
});

test('the head of a pull request is read, and a missing one is undefined', async () => {
  const main = await github.as(github.lab.tokens.writer, 'GET', '/git/ref/heads/main');
  const { sha } = main['object'] as { sha: string };
  const file = { message: 'Add', content: 'eA==', branch: 'codex/issue-1/x' };
  await github.as(github.lab.tokens.writer, 'POST', '/git/refs', { ref: 'refs/heads/codex/issue-1/x', sha });
  await github.as(github.lab.tokens.writer, 'PUT', '/contents/new.txt', file);
  const pull = await github.as(github.lab.tokens.writer, 'POST', '/pulls', {
    title: 'X',
    head: 'codex/issue-1/x',
    base: 'main',
  });
  const head = await ports().pullRequestHead(Number(pull['number']));
  expect(head).toMatchObject({ headRef: 'codex/issue-1/x', baseRef: 'main', headRepository: 'octo-org/demo' });
  expect(head?.headSha).toMatch(/^[0-9a-f]{40}$/);
  expect(await ports().pullRequestHead(9999)).toBeUndefined();
});

test('an issue is a thread by our 👀 or by a reply of ours, and by nothing that others leave', async () => {
  const number = await github.openIssue();
  const thread = { kind: 'issue', number } as const;
  const { writer } = github.lab.tokens;
  await github.as(writer, 'POST', `/issues/${number}/reactions`, { content: 'eyes' });
  const marker = '<!-- codex-worker:reply request=issue-1 outcome=answered run=1.1 -->';
  await github.as(writer, 'POST', `/issues/${number}/comments`, { body: marker });
  expect(await ports().isThread(thread)).toBe(false);
  await conversation(github.job({ issues: 'write' })).post(thread, `Done. ${marker}`);
  expect(await ports().isThread(thread)).toBe(true);

  const other = { kind: 'issue', number: await github.openIssue() } as const;
  await ports().acknowledge(`issue-${other.number}`, other);
  expect(await ports().isThread(other)).toBe(true);
});

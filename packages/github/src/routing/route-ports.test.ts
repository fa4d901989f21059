import { writeFile } from 'node:fs/promises';
import path from 'node:path';
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

interface Reviewed {
  readonly node: {
    readonly reactionGroups: readonly { readonly content: string; readonly viewerHasReacted: boolean }[];
  };
}

interface PortOptions {
  readonly attempt?: number;
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
  readonly eventPath?: string;
}

function ports({
  attempt = 1,
  permissions = { issues: 'write', 'pull-requests': 'read' },
  eventPath = '',
}: PortOptions = {}) {
  const warnings: string[] = [];
  const options = {
    client: github.job(permissions),
    run: { ...github.run, attempt, eventPath },
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

test('a reaction that GitHub refuses names the permission', async () => {
  const number = await github.openIssue();
  const { acknowledge } = ports({ permissions: { issues: 'read' } as never });
  await expect(acknowledge(`issue-${number}`, { kind: 'issue', number })).rejects.toMatchObject({
    code: 'permission-missing',
    fix: 'Add "issues: write" to the permissions of the calling job.',
  });
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

test('a prompt of any length opens its issue, and the rest of it is left to the run', async () => {
  const number = await ports().openIssueFor('dispatch-90', `Add it all up\n${'1 + '.repeat(17_000)}`, 'alice');
  expect(await ports({ attempt: 2 }).openIssueFor('dispatch-90', 'Add it all up', 'alice')).toBe(number);
  const { body } = await github.as(github.lab.tokens.writer, 'GET', `/issues/${number}`);
  const end = '\n\n…\n\n*Asked by @alice in a run by hand.*\n\n<!-- codex-worker:asked dispatch-90 -->';
  expect([String(body).length, String(body).slice(-end.length)]).toEqual([60_000 + end.length, end]);
});

test('a prompt of signs alone opens its issue', async () => {
  const number = await ports().openIssueFor('dispatch-91', '---', 'alice');
  expect(await github.as(github.lab.tokens.writer, 'GET', `/issues/${number}`)).toMatchObject({ title: '---' });
});

test('an issue whose answer got lost is found again', async () => {
  github.fault('POST', /issues$/, 'drop', { after: true });
  const before = await titles();
  const number = await ports().openIssueFor('dispatch-77', 'Only once', 'alice');
  const issue = await github.as(github.lab.tokens.writer, 'GET', `/issues/${number}`);
  expect(issue['title']).toBe('Only once');
  expect((await titles()).length).toBe(before.length + 1);
});

test('the head of a pull request is read, and a missing one is undefined', async () => {
  const head = await ports().pullRequestHead(await openPull('codex/issue-1/x'));
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
  await conversation(github.job({ issues: 'write' })).post(thread, `Done.\n\n${marker}`);
  expect(await ports().isThread(thread)).toBe(true);

  const other = { kind: 'issue', number: await github.openIssue() } as const;
  await ports().acknowledge(`issue-${other.number}`, other);
  expect(await ports().isThread(other)).toBe(true);
});

async function openPull(branch: string): Promise<number> {
  const { writer } = github.lab.tokens;
  const main = await github.as(writer, 'GET', '/git/ref/heads/main');
  const { sha } = main['object'] as { sha: string };
  await github.as(writer, 'POST', '/git/refs', { ref: `refs/heads/${branch}`, sha });
  await github.as(writer, 'PUT', '/contents/new.txt', { message: 'Add', content: 'eA==', branch });
  return Number((await github.as(writer, 'POST', '/pulls', { title: 'X', head: branch, base: 'main' }))['number']);
}

test('a review is read with its comments; 👀 is left on one of them, and on the review that the event tells of', async () => {
  const number = await openPull('codex/issue-1/reviewed');
  const thread = { kind: 'pr', number } as const;
  const { writer } = github.lab.tokens;
  const comments = ['Why?', 'And here?'].map((body) => ({ path: 'new.txt', line: 1, side: 'RIGHT', body }));
  const review = await github.as(writer, 'POST', `/pulls/${number}/reviews`, {
    event: 'COMMENT',
    body: 'See\r\nbelow',
    comments,
  });
  const id = Number(review['id']);
  const granted = { permissions: { issues: 'write', 'pull-requests': 'write' } } as const;
  expect(await ports(granted).review(thread, id)).toEqual({ text: 'See\nbelow', comments: ['Why?', 'And here?'] });
  expect(await ports(granted).review(thread, 1)).toBeUndefined();
  const listed = Object.values(await github.as(writer, 'GET', `/pulls/${number}/comments`)) as { id: number }[];
  const first = listed[0]?.id ?? 0;
  await ports(granted).acknowledge(`review-comment-${first}`, thread);
  // Another run's event tells nothing of the review.
  await ports(granted).acknowledge(`review-${id}`, thread);
  const reviewed = `query ($id: ID!) { node(id: $id) { ... on PullRequestReview { reactionGroups { content viewerHasReacted } } } }`;
  const ofReview = async () => {
    const answer = await github
      .job(granted.permissions)
      .call((octokit) => octokit.graphql<Reviewed>(reviewed, { id: review['node_id'] }));
    return answer.node.reactionGroups.filter((one) => one.viewerHasReacted).map(({ content }) => content);
  };
  expect(await ofReview()).toEqual([]);
  const eventPath = path.join(github.run.temporaryFolder, 'review.json');
  await writeFile(eventPath, JSON.stringify({ review: { id, node_id: review['node_id'] } }));
  await ports({ ...granted, eventPath }).acknowledge(`review-${id}`, thread);
  expect(await ofReview()).toEqual(['EYES']);
  const eyes = Object.values(await github.as(writer, 'GET', `/pulls/comments/${first}/reactions`));
  expect(eyes).toMatchObject([{ content: 'eyes', user: { login: ACTIONS_BOT } }]);
});

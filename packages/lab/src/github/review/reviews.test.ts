import type { Octokit } from '@octokit/rest';
import { expect, test } from 'vitest';
import { openGitHub, type TestGitHub } from '../open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
const pull = { ...demo, pull_number: 1 };
const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}\n`);
const write = 'pull-requests';

/** Puts a text over a file of the pull request's branch. */
async function put({ rest }: Octokit, text: string, path = 'list.txt', branch = 'change') {
  const before = await rest.repos.getContent({ ...demo, path, ref: branch }).catch(() => undefined);
  const sha = before !== undefined && 'sha' in before.data ? before.data.sha : undefined;
  const content = Buffer.from(text).toString('base64');
  const file = { ...demo, path, branch, content, message: `Write ${path}` };
  return (await rest.repos.createOrUpdateFileContents({ ...file, ...(sha ? { sha } : {}) })).data.commit.sha ?? '';
}

/** `wanda` has opened #1, which changes line 3 of twelve. */
async function openPull(options: Parameters<typeof openGitHub>[0] = {}) {
  const lab = await openGitHub({ extraFiles: new Map([['list.txt', lines(12).join('')]]), ...options });
  const wanda = lab.client(lab.github.tokens.writer);
  const main = await wanda.rest.git.getRef({ ...demo, ref: 'heads/main' });
  await wanda.rest.git.createRef({ ...demo, ref: 'refs/heads/change', sha: main.data.object.sha });
  const head = await put(wanda, lines(12).join('').replace('line 3', 'third line'));
  await wanda.rest.pulls.create({ ...demo, title: 'Change', head: 'change', base: 'main' });
  return { ...lab, wanda, rick: lab.client(lab.github.tokens.reader), head };
}

const eventsOf = (events: TestGitHub['events']) =>
  events.filter(({ name }) => name.startsWith('pull_request_')).map(({ name, payload }) => [name, payload['action']]);

test('a review with two comments is one event for itself and one for each of them', async () => {
  const { rick, events, head } = await openPull();
  const { data } = await rick.rest.pulls.createReview({
    ...pull,
    event: 'REQUEST_CHANGES',
    body: 'Not yet',
    comments: [
      { path: 'list.txt', line: 3, body: 'Why?' },
      { path: 'list.txt', position: 3, body: 'And the old one?' },
    ],
  });
  expect(data).toMatchObject({ state: 'CHANGES_REQUESTED', body: 'Not yet', user: { login: 'rick' }, commit_id: head });
  expect(eventsOf(events)).toEqual([
    ['pull_request_review', 'submitted'],
    ['pull_request_review_comment', 'created'],
    ['pull_request_review_comment', 'created'],
  ]);
  const { data: comments } = await rick.rest.pulls.listCommentsForReview({ ...pull, review_id: data.id });
  expect(comments).toMatchObject([
    {
      line: 3,
      side: 'RIGHT',
      position: 4,
      diff_hunk: '@@ -1,6 +1,6 @@\n line 1\n line 2\n-line 3\n+third line',
      pull_request_review_id: data.id,
    },
    { line: 3, side: 'LEFT', position: 3, diff_hunk: '@@ -1,6 +1,6 @@\n line 1\n line 2\n-line 3' },
  ]);
  expect((await rick.rest.pulls.get(pull)).data.review_comments).toBe(2);
});

test('its events are for the merge commit, and say the state in small letters', async () => {
  const { rick, events, wanda } = await openPull();
  await rick.rest.pulls.createReview({ ...pull, event: 'APPROVE' });
  const merge = await wanda.rest.git.getRef({ ...demo, ref: 'pull/1/merge' });
  expect(events.at(-1)).toMatchObject({
    name: 'pull_request_review',
    ref: 'refs/pull/1/merge',
    sha: merge.data.object.sha,
    actor: 'rick',
    payload: { action: 'submitted', review: { state: 'approved', body: null }, pull_request: { number: 1 } },
  });
});

test('one comment by itself makes a review without a text', async () => {
  const { rick, events, head } = await openPull();
  const made = await rick.rest.pulls.createReviewComment({
    ...pull,
    commit_id: head,
    path: 'list.txt',
    start_line: 2,
    line: 3,
    body: 'These two',
  });
  expect(made).toMatchObject({ status: 201, data: { start_line: 2, line: 3, original_line: 3, commit_id: head } });
  expect((await rick.rest.pulls.listReviews(pull)).data).toMatchObject([
    { id: made.data.pull_request_review_id, state: 'COMMENTED', body: '' },
  ]);
  expect(eventsOf(events)).toEqual([
    ['pull_request_review', 'submitted'],
    ['pull_request_review_comment', 'created'],
  ]);
  expect(events.at(-2)?.payload['review']).toMatchObject({ state: 'commented', body: null });
});

test('an answer names the comment that began the conversation, and nothing answers an answer', async () => {
  const { rick, wanda, head } = await openPull();
  const at = { ...pull, commit_id: head, path: 'list.txt' };
  const { data: first } = await rick.rest.pulls.createReviewComment({ ...at, line: 3, body: 'Why?' });
  const answered = await wanda.rest.pulls.createReplyForReviewComment({
    ...pull,
    comment_id: first.id,
    body: 'Because.',
  });
  expect(answered).toMatchObject({
    status: 201,
    data: { in_reply_to_id: first.id, line: 3, diff_hunk: first.diff_hunk },
  });
  expect(answered.data.pull_request_review_id).not.toBe(first.pull_request_review_id);
  const again = wanda.rest.pulls.createReplyForReviewComment({
    ...pull,
    comment_id: answered.data.id,
    body: 'More',
  });
  await expect(again).rejects.toMatchObject({ status: 404 });
  const { data } = await wanda.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/comments', {
    ...pull,
    in_reply_to: first.id,
    body: 'More',
  } as never);
  expect(data).toMatchObject({ in_reply_to_id: first.id });
});

test('what is not on the diff, or not of the pull request, is refused in the words of each route', async () => {
  const { rick, head } = await openPull();
  const alone = (at: object) =>
    rick.rest.pulls.createReviewComment({ ...pull, body: 'x', commit_id: head, path: 'list.txt', ...at });
  await expect(alone({ line: 11 })).rejects.toMatchObject({
    status: 422,
    response: { data: { errors: [{ message: 'pull_request_review_thread.line must be part of the diff' }, {}] } },
  });
  await expect(alone({ line: 3, path: 'README.md' })).rejects.toMatchObject({ status: 422 });
  await expect(alone({ line: 3, commit_id: 'a'.repeat(40) })).rejects.toMatchObject({ status: 422 });
  await expect(alone({ line: 3, start_line: 5 })).rejects.toMatchObject({ status: 422 });
  await expect(alone({ line: 3, in_reply_to_id: 7 })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('"in_reply_to_id" is not a permitted key.'),
  });
  const inReview = rick.rest.pulls.createReview({
    ...pull,
    event: 'COMMENT',
    comments: [{ path: 'list.txt', line: 11, body: 'x' }],
  });
  await expect(inReview).rejects.toMatchObject({
    status: 422,
    response: {
      data: {
        message: 'Unprocessable Entity',
        errors: [
          "Pull request review thread line must be part of the diff and Pull request review thread diff hunk can't be blank",
        ],
      },
    },
  });
  expect((await rick.rest.pulls.listReviews(pull)).data).toEqual([]);
});

test('nobody judges their own work, says nothing, or leaves two reviews pending', async () => {
  const { rick, wanda } = await openPull();
  const refused = (message: string) => ({ status: 422, response: { data: { errors: [message] } } });
  await expect(wanda.rest.pulls.createReview({ ...pull, event: 'APPROVE' })).rejects.toMatchObject(
    refused('Can not approve your own pull request'),
  );
  await expect(wanda.rest.pulls.createReview({ ...pull, event: 'REQUEST_CHANGES', body: 'x' })).rejects.toMatchObject(
    refused('Can not request changes on your own pull request'),
  );
  await expect(rick.rest.pulls.createReview({ ...pull, event: 'COMMENT' })).rejects.toMatchObject({ status: 422 });
  await rick.rest.pulls.createReview(pull);
  for (const second of [pull, { ...pull, event: 'COMMENT', body: 'x' } as const])
    await expect(rick.rest.pulls.createReview(second)).rejects.toMatchObject(
      refused('User can only have one pending review per pull request'),
    );
});

test('a comment tells when it was drafted, and that it was changed when its review was submitted', async () => {
  let clock = Date.parse('2026-11-22T10:00:00Z');
  const { rick } = await openPull({ now: () => new Date(clock) });
  const comments = [{ path: 'list.txt', line: 3, body: 'Why?' }];
  const { data } = await rick.rest.pulls.createReview({ ...pull, comments });
  clock += 3_600_000;
  await rick.rest.pulls.submitReview({ ...pull, review_id: data.id, event: 'COMMENT', body: 'Now' });
  const since = '2026-11-22T10:30:00Z';
  const listed = (await rick.rest.pulls.listReviewComments({ ...pull, since })).data;
  expect(listed).toMatchObject([{ created_at: '2026-11-22T10:00:00Z', updated_at: '2026-11-22T11:00:00Z' }]);
});

test('whoever has a pending review can answer nobody', async () => {
  const { rick, wanda, head } = await openPull();
  const place = { path: 'list.txt', line: 3, body: 'Why?' };
  const { data } = await wanda.rest.pulls.createReviewComment({ ...pull, commit_id: head, ...place });
  await rick.rest.pulls.createReview({ ...pull, comments: [place] });
  const answer = { ...pull, comment_id: data.id, body: 'Because.' };
  await expect(rick.rest.pulls.createReplyForReviewComment(answer)).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('user_id can only have one pending review per pull request'),
  });
});

test('a pending review is seen by its author alone, and is announced when it is submitted', async () => {
  const { rick, wanda, events } = await openPull();
  const comments = [{ path: 'list.txt', line: 3, body: 'Why?' }];
  const { data } = await rick.rest.pulls.createReview({ ...pull, comments });
  expect(data).toMatchObject({ state: 'PENDING' });
  expect((await wanda.rest.pulls.listReviews(pull)).data).toEqual([]);
  expect((await wanda.rest.pulls.listReviewComments(pull)).data).toEqual([]);
  await expect(wanda.rest.pulls.getReview({ ...pull, review_id: data.id })).rejects.toMatchObject({ status: 404 });
  expect(eventsOf(events)).toEqual([]);
  await rick.rest.pulls.submitReview({ ...pull, review_id: data.id, event: 'COMMENT', body: 'Now' });
  expect((await wanda.rest.pulls.getReview({ ...pull, review_id: data.id })).data).toMatchObject({ body: 'Now' });
  expect(eventsOf(events)).toHaveLength(2);
  await expect(rick.rest.pulls.deletePendingReview({ ...pull, review_id: data.id })).rejects.toMatchObject({
    status: 422,
  });
});

test('reviews and comments are changed by their author and by writers, and remember who it was', async () => {
  const { rick, wanda, github, client, events, head } = await openPull();
  const { data: review } = await rick.rest.pulls.createReview({ ...pull, event: 'COMMENT', body: 'Hm' });
  const { data: comment } = await rick.rest.pulls.createReviewComment({
    ...pull,
    commit_id: head,
    path: 'list.txt',
    line: 3,
    body: 'Why?',
  });
  const sam = client(github.tokens.stranger);
  const change = { ...demo, comment_id: comment.id, body: 'Why not?' };
  await expect(sam.rest.pulls.updateReviewComment(change)).rejects.toMatchObject({ status: 403 });
  await expect(sam.rest.pulls.updateReview({ ...pull, review_id: review.id, body: 'x' })).rejects.toMatchObject({
    status: 403,
  });
  await wanda.rest.pulls.updateReviewComment(change);
  await wanda.rest.pulls.updateReview({ ...pull, review_id: review.id, body: 'Well' });
  await rick.rest.pulls.deleteReviewComment({ ...demo, comment_id: comment.id });
  await expect(rick.rest.pulls.getReviewComment({ ...demo, comment_id: comment.id })).rejects.toMatchObject({
    status: 404,
  });
  expect(events.slice(-3)).toMatchObject([
    {
      actor: 'wanda',
      payload: {
        action: 'edited',
        changes: { body: { from: 'Why?' } },
        comment: { user: { login: 'rick' } },
        sender: { login: 'wanda' },
      },
    },
    { actor: 'wanda', payload: { action: 'edited', changes: { body: { from: 'Hm' } }, review: { body: 'Well' } } },
    { actor: 'rick', payload: { action: 'deleted', comment: { body: 'Why not?' } } },
  ]);
});

test('a comment moves with its lines, and is outdated when they change', async () => {
  const { rick, wanda, head } = await openPull();
  const at = { ...pull, commit_id: head, path: 'list.txt' };
  const { data: kept } = await rick.rest.pulls.createReviewComment({ ...at, line: 5, body: 'Stays' });
  const { data: lost } = await rick.rest.pulls.createReviewComment({ ...at, line: 3, body: 'Goes' });
  const next = await put(wanda, `new\n${lines(12).join('').replace('line 3', '3rd line')}`);
  const read = async (id: number) => (await rick.rest.pulls.getReviewComment({ ...demo, comment_id: id })).data;
  expect(await read(kept.id)).toMatchObject({ line: 6, original_line: 5, commit_id: next, original_commit_id: head });
  expect(await read(lost.id)).toMatchObject({ line: null, position: null, original_line: 3, commit_id: head });
});

test('comments are listed by pull request and for the repository, from a time on', async () => {
  const { wanda, rick, head } = await openPull();
  for (const body of ['One', 'Two'])
    await rick.rest.pulls.createReviewComment({ ...pull, commit_id: head, path: 'list.txt', line: 3, body });
  const bodies = (items: readonly { body: string }[]) => items.map(({ body }) => body);
  expect(bodies((await wanda.rest.pulls.listReviewComments(pull)).data)).toEqual(['One', 'Two']);
  const newest = { ...demo, sort: 'created', direction: 'desc', per_page: 1 } as const;
  expect(bodies((await wanda.rest.pulls.listReviewCommentsForRepo(newest)).data)).toEqual(['Two']);
  const later = { ...demo, since: '2999-01-01T00:00:00Z' };
  expect((await wanda.rest.pulls.listReviewCommentsForRepo(later)).data).toEqual([]);
});

test('a job needs `pull-requests: write` to answer and to react, `read` to read, and starts no runs', async () => {
  const { rick, client, jobToken, events, github, head } = await openPull();
  const { data: first } = await rick.rest.pulls.createReviewComment({
    ...pull,
    commit_id: head,
    path: 'list.txt',
    line: 3,
    body: 'Why?',
  });
  const answer = (token: string) =>
    client(token).rest.pulls.createReplyForReviewComment({ ...pull, comment_id: first.id, body: 'So' });
  const react = (token: string) =>
    client(token).rest.reactions.createForPullRequestReviewComment({ ...demo, comment_id: first.id, content: 'eyes' });
  const talks = jobToken({ issues: 'write', [write]: 'read' });
  for (const request of [answer, react])
    await expect(request(talks)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('Resource not accessible by integration'),
    });
  expect((await client(talks).rest.pulls.listReviews(pull)).data).toHaveLength(1);
  await expect(client(jobToken({ issues: 'write' })).rest.pulls.listReviews(pull)).rejects.toMatchObject({
    status: 403,
  });
  const writes = jobToken({ [write]: 'write' });
  expect([(await react(writes)).status, (await react(writes)).status]).toEqual([201, 200]);
  await answer(writes);
  expect(events.slice(-2).map(({ byJob }) => byJob)).toEqual([true, true]);
  github.settings.allowActionsToCreatePullRequests = false;
  await expect(client(writes).rest.pulls.createReview({ ...pull, event: 'APPROVE' })).rejects.toMatchObject({
    response: { data: { errors: ['GitHub Actions is not permitted to approve pull requests.'] } },
  });
});

test('a locked pull request takes reviews and comments from writers only', async () => {
  const { rick, wanda, head } = await openPull();
  await wanda.rest.issues.lock({ ...demo, issue_number: 1 });
  const comment = { ...pull, commit_id: head, path: 'list.txt', line: 3, body: 'Why?' };
  await expect(rick.rest.pulls.createReviewComment(comment)).rejects.toMatchObject({ status: 403 });
  await expect(rick.rest.pulls.createReview({ ...pull, event: 'APPROVE' })).rejects.toMatchObject({ status: 422 });
  expect((await wanda.rest.pulls.createReviewComment(comment)).status).toBe(201);
});

test('branches that conflict give no event for a run', async () => {
  const { rick, wanda, events } = await openPull();
  await put(wanda, lines(12).join('').replace('line 3', 'drei'), 'list.txt', 'main');
  await rick.rest.pulls.createReview({ ...pull, event: 'COMMENT', body: 'Conflict' });
  expect(eventsOf(events)).toEqual([]);
});

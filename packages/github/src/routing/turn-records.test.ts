import { renderMarker, renderQueuedMarker } from '@codex-worker/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACTIONS_BOT } from '../client/github-client.ts';
import { conversation } from '../conversation/conversation.ts';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { turnRecords } from './turn-records.ts';

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());

const permissions = { issues: 'write', 'pull-requests': 'write' } as const;
const dayAgo = () => new Date(Date.now() - 86_400_000).toISOString();

/** Counts what was promised before `before`, or all of it; tells what it was warned of. */
async function count(before = Number.MAX_SAFE_INTEGER) {
  const warnings: string[] = [];
  const client = github.job(permissions);
  const records = turnRecords({ client, ownLogin: ACTIONS_BOT, warn: (text) => warnings.push(text) });
  const turns = await records.turnsSince(dayAgo(), before);
  return { by: turns.map(({ by }) => by).sort(), warnings };
}

test('turns of all threads count, by our own comments alone', async () => {
  const talk = conversation(github.job(permissions));
  const [one, other] = [await github.openIssue(), await github.openIssue()];
  const answer = renderMarker({ requestId: 'comment-7', outcome: 'answered', run: '1.1', by: 'alice' });
  await talk.post({ kind: 'issue', number: one }, `Done.\n\n${answer}`);
  const promise = renderQueuedMarker({ requestId: 'comment-8', run: '2.1', by: 'renovate[bot]' });
  const { id } = await talk.post({ kind: 'issue', number: other }, `Taken up.\n\n${promise}`);
  await github.as(github.lab.tokens.writer, 'POST', `/issues/${one}/comments`, { body: answer });
  expect(await count()).toEqual({ by: ['alice', 'renovate[bot]'], warnings: [] });
  expect((await count(id)).by).toEqual(['alice']);
});

test('a turn counts that was answered on a line, before a hundred other comments on lines', async () => {
  const { owner, writer } = github.lab.tokens;
  const main = await github.as(owner, 'GET', '/git/ref/heads/main');
  const { sha } = main['object'] as { sha: string };
  await github.as(owner, 'POST', '/git/refs', { ref: 'refs/heads/feature', sha });
  await github.as(owner, 'PUT', '/contents/sum.ts', { message: 'Add', content: 'eAo=', branch: 'feature' });
  const { number } = await github.as(owner, 'POST', '/pulls', { head: 'feature', base: 'main', title: 'Add up' });
  const line = { path: 'sum.ts', line: 1, side: 'RIGHT', body: 'Hm.' };
  const review = (count: number) =>
    github.as(writer, 'POST', `/pulls/${number}/reviews`, { event: 'COMMENT', comments: Array(count).fill(line) });
  await review(1);
  const [first] = Object.values(await github.as(writer, 'GET', `/pulls/${number}/comments`)) as [{ id: number }];
  const answer = renderMarker({ requestId: 'review-comment-9', outcome: 'answered', run: '3.1', by: 'carol' });
  const thread = { kind: 'pr', number: Number(number) } as const;
  await conversation(github.job(permissions)).post(thread, `Done.\n\n${answer}`, first.id);
  await review(100);
  const { by, warnings } = await count();
  expect(by).toContain('carol');
  expect(warnings).toEqual([]);
});

test('more comments than are read are told of', async () => {
  const number = await github.openIssue();
  // A minute apart, and all of them newer than what was said above.
  const until = new Date(Date.now() + 401 * 60_000);
  github.lab.seedComments({ thread: number, count: 400, author: 'sam', body: 'Hm.', until });
  const { by, warnings } = await count();
  expect(by).not.toContain('alice');
  expect(warnings).toEqual([expect.stringMatching(/^More than 400 comments were written since .*: older turns/)]);
});

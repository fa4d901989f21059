import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { readEventNodes } from '../events/event-nodes.ts';
import { conversation } from './conversation.ts';

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
});
beforeEach(() => github.lab.faults.clear());
afterAll(() => github[Symbol.asyncDispose]());

const issue = async () => ({ kind: 'issue', number: await github.openIssue() }) as const;
const signsOn = async (place: string) =>
  Object.values(await github.as(github.lab.tokens.writer, 'GET', `${place}/reactions`)).map(
    (one) => (one as { content: string }).content,
  );
const callsOf = async (act: () => Promise<unknown>) => {
  const before = github.lab.requests.length;
  await act();
  return github.lab.requests.slice(before).map(({ method, path: asked }) => `${method} ${asked.split('?')[0]}`);
};
const well = (request: `issue-${number}` | `dispatch-${number}` | `comment-${number}`) =>
  ({ request, went: 'well', wentBadly: false }) as const;

test('what the event tells of is not asked for', async () => {
  const thread = await issue();
  const { node_id: node } = await github.as(github.lab.tokens.writer, 'GET', `/issues/${thread.number}`);
  const eventPath = path.join(github.run.temporaryFolder, 'event.json');
  await writeFile(eventPath, JSON.stringify({ issue: { number: thread.number, node_id: node } }));
  const talk = conversation(github.job({ issues: 'write' }), await readEventNodes(eventPath));
  const ended = [well(`issue-${thread.number}`)];
  expect(await callsOf(() => talk.conclude(thread, { ended, gone: [] }))).toEqual(['POST /graphql']);
  expect(await signsOn(`/issues/${thread.number}`)).toEqual(['rocket']);
});

test('a run by hand ends on its issue, which is asked for once', async () => {
  const thread = await issue();
  const talk = conversation(github.job({ issues: 'write' }));
  const ended = [well('dispatch-500'), well(`issue-${thread.number}`)];
  expect(await callsOf(() => talk.conclude(thread, { ended, gone: [] }))).toEqual([
    `GET /repos/octo-org/demo/issues/${thread.number}`,
    'POST /graphql',
  ]);
  expect(await signsOn(`/issues/${thread.number}`)).toEqual(['rocket']);
});

test('what was deleted, and what never was, stops nothing', async () => {
  const thread = await issue();
  const talk = conversation(github.job({ issues: 'write' }));
  const ended = [well('comment-999999'), well(`issue-${thread.number}`)];
  expect(await talk.conclude(thread, { ended, gone: [999_999] })).toEqual([]);
  expect(await signsOn(`/issues/${thread.number}`)).toEqual(['rocket']);
});

test('where GraphQL is used up for the hour, GitHub is not well', async () => {
  const thread = await issue();
  const message = 'API rate limit exceeded for installation ID 5.';
  const reset = String(Math.floor(Date.now() / 1000) + 3000);
  github.lab.faults.add({
    ...{ method: 'POST', path: /graphql/, times: 1, when: 'before' },
    effect: {
      kind: 'answer',
      status: 200,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      body: { errors: [{ type: 'RATE_LIMITED', message }] },
    },
  });
  const talk = conversation(github.job({ issues: 'write' }));
  await expect(talk.conclude(thread, { ended: [well(`issue-${thread.number}`)], gone: [] })).rejects.toMatchObject({
    code: 'github-unavailable',
    what: `GitHub limits the rate of calls: ${message}`,
  });
});

test('what GitHub refuses is told in its words, once', async () => {
  const thread = await issue();
  const talk = conversation(github.job({ issues: 'read' }));
  await talk.facts(thread);
  expect(await talk.conclude(thread, { ended: [well(`issue-${thread.number}`)], gone: [] })).toEqual([
    'Resource not accessible by integration.',
  ]);
  github.fault('POST', /graphql/, { status: 502 });
  await expect(talk.conclude(thread, { ended: [well(`issue-${thread.number}`)], gone: [] })).rejects.toMatchObject({
    code: 'github-unavailable',
  });
});

test('very many requests end in some calls', async () => {
  const thread = await issue();
  const ids: number[] = [];
  for (let i = 0; i < 50; i += 1) {
    const { id } = await github.as(github.lab.tokens.writer, 'POST', `/issues/${thread.number}/comments`, {
      body: 'x',
    });
    ids.push(Number(id));
  }
  const talk = conversation(github.job({ issues: 'write' }));
  await talk.commentsSince(thread, '2020-01-01T00:00:00Z');
  const ended = ids.map((id) => well(`comment-${id}`));
  expect(await callsOf(() => talk.conclude(thread, { ended, gone: [] }))).toHaveLength(3);
  expect(await signsOn(`/issues/comments/${ids.at(-1)}`)).toEqual(['rocket']);
});

test('an event without what GraphQL knows, or none at all, tells nothing', async () => {
  expect(await readEventNodes('/nowhere/event.json')).toEqual(new Map());
  const eventPath = path.join(github.run.temporaryFolder, 'odd.json');
  await writeFile(eventPath, JSON.stringify({ issue: 7, comment: null }));
  expect(await readEventNodes(eventPath)).toEqual(new Map());
});

import { expect, test } from 'vitest';
import { Failure } from '../failure/failure.ts';
import { answers, aRequest, fakeAgent, issue12, type ScriptedTurn } from '../testing/index.ts';
import { openDrain, prompts, states } from './drain.fixture.ts';
import { drain } from './drain.ts';

const issue = aRequest('issue-12', { text: 'Add up' });
const c1 = aRequest('comment-1', { minute: 1, text: 'One' });
const c2 = aRequest('comment-2', { minute: 2, by: 'bob', text: '/codex model gpt-5.6-sol' });

const refusal = '**Nothing was run:** #12 is closed. Reopen it and comment again';

test('what waits behind a turn during which the issue was closed is refused with the reason', async () => {
  const { take, conversation, kept } = await openDrain();
  const closing: ScriptedTurn = (order, signal) => {
    conversation.close(issue12);
    return answers('Done')(order, signal);
  };
  const agent = fakeAgent(closing);
  const drained = await take(agent, { open: [issue, c1, c2] });
  expect(prompts(agent)).toEqual(['Add up']);
  expect(states(drained)).toEqual(['issue-12 answered', 'comment-1 refused', 'comment-2 refused']);
  expect(drained.replies.slice(1).map(({ text }) => text)).toEqual(Array(2).fill(expect.stringContaining(refusal)));
  expect(drained.ledger.settings.model).toBeUndefined();
  expect(drained.outcome).toBe('answered');
  expect(kept.at(-1)).toEqual(drained);
});

test('what the last look finds in a closed issue is refused as well', async () => {
  const { take, conversation, clock } = await openDrain();
  const closing: ScriptedTurn = (order, signal) => {
    clock.advance(60);
    conversation.commentAs('alice', issue12, 'And subtract');
    conversation.close(issue12);
    return answers('Done')(order, signal);
  };
  const drained = await take(fakeAgent(closing), { open: [issue] });
  expect(states(drained)).toEqual(['issue-12 answered', expect.stringMatching(/^comment-\d+ refused$/)]);
});

test('what is carried over to a pull request is answered although the issue was closed', async () => {
  const { take, conversation } = await openDrain();
  conversation.close(issue12);
  const drained = await take(fakeAgent(), { open: [issue, c1], movedTo: 34 });
  expect(states(drained)).toEqual(['issue-12 answered', 'comment-1 answered']);
});

test('a look at the thread that fails is a warning, and the next request is taken', async () => {
  const { ports, state, order, conversation, warnings } = await openDrain();
  const facts = () => Promise.reject(new Failure('github-unavailable', { what: 'GitHub answered 502.', fix: 'Wait.' }));
  const agent = fakeAgent();
  const broken = { ...ports, conversation: { ...conversation, facts }, prepareAgent: async () => agent };
  const drained = await drain(broken, { ...state, open: [issue, c1] }, order);
  expect(states(drained)).toEqual(['issue-12 answered', 'comment-1 answered']);
  expect(warnings).toEqual([expect.stringContaining('whether the thread is still open: GitHub answered 502.')]);
});

import { describe, expect, test } from 'vitest';
import { composeOutbox, ledgerToKeep } from '../outbox/compose.ts';
import { answers, aRequest, fakeAgent, NEW_SESSION, type ScriptedTurn } from '../testing/index.ts';
import { fails, openDrain, prompts, states } from './drain.fixture.ts';

const c1 = aRequest('comment-1', { minute: 1, text: 'One' });
const c2 = aRequest('comment-2', { minute: 2, by: 'bob', text: 'Two' });
const c3 = aRequest('comment-3', { minute: 3, text: 'Three' });
const together = { coalesce: true };
const order = { run: 700, branchTemplate: 'codex/issue-{number}', headBranch: 'main' };

describe('coalesce', () => {
  test('answers all that waits in one turn, with one reply that names each', async () => {
    const { take } = await openDrain();
    const agent = fakeAgent(answers('Both done'));
    const drained = await take(agent, { open: [c1, c2] }, together);
    expect(prompts(agent)).toEqual([expect.stringMatching(/by @alice:\n\nOne\n\n.*by @bob:\n\nTwo$/s)]);
    expect(drained.replies).toMatchObject([
      { requestId: 'comment-1', also: ['comment-2'], author: 'alice', outcome: 'answered' },
    ]);
    expect(drained.replies[0]?.text).toMatch(
      /^For @alice \(\[request\]\(.*#issuecomment-1\)\), @bob \(\[request\]\(.*#issuecomment-2\)\):\n\nBoth done$/,
    );
    expect(drained.ledger.requests).toMatchObject([
      { id: 'comment-1', state: 'answered', turn: 0 },
      { id: 'comment-2', state: 'answered', turn: 0 },
    ]);
    expect(drained.ledger.turns).toHaveLength(1);
  });

  test('one request alone is answered as ever', async () => {
    const { take } = await openDrain({ sessionId: NEW_SESSION });
    const agent = fakeAgent(answers('Done'));
    const drained = await take(agent, { open: [c1] }, together);
    expect(prompts(agent)).toEqual(['One']);
    expect(drained.replies[0]).not.toHaveProperty('also');
    expect(drained.replies[0]?.text).toBe('Done');
  });

  test('does not reach over a steering word', async () => {
    const { take } = await openDrain({ sessionId: NEW_SESSION });
    const agent = fakeAgent();
    const effort = aRequest('comment-2', { minute: 2, text: '/codex effort low' });
    await take(agent, { open: [c1, effort, c3] }, together);
    expect(prompts(agent)).toEqual(['One', 'Three']);
  });

  test('a failure is told to all of them, and leaves none behind', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(fails('quota')), { open: [c1, c2] }, together);
    expect(states(drained)).toEqual(['comment-1 failed', 'comment-2 failed']);
    expect(drained.replies).toMatchObject([{ requestId: 'comment-1', also: ['comment-2'], outcome: 'failed' }]);
    expect(drained.replies[0]?.text).not.toContain('wait');
  });

  test('a cancelled turn gives up all of them, and says so in one reply', async () => {
    const { take } = await openDrain();
    const cancelled: ScriptedTurn = ({ sessionId }) => ({ kind: 'cancelled', sessionId });
    const drained = await take(fakeAgent(cancelled), { open: [c1, c2], ownRequest: 'comment-2' }, together);
    expect(states(drained)).toEqual(['comment-1 cancelled', 'comment-2 cancelled']);
    expect(drained.replies).toMatchObject([{ requestId: 'comment-1', also: ['comment-2'], outcome: 'cancelled' }]);
  });

  test('a reply to comments on the code stands below them only where it is the same place', async () => {
    const { take } = await openDrain();
    const place = { reviewComment: 88, path: 'a.js', line: 1, hunk: '' };
    const onCode = [aRequest('review-comment-88', { minute: 1 }), aRequest('review-comment-89', { minute: 2 })];
    const same = await take(fakeAgent(), { open: onCode.map((request) => ({ ...request, place })) }, together);
    expect(same.replies[0]?.below).toBe(88);
    const mixed = await take(
      fakeAgent(),
      { open: onCode.map((request, index) => (index === 0 ? { ...request, place } : request)) },
      together,
    );
    expect(mixed.replies[0]).not.toHaveProperty('below');
  });

  test('the outbox and the ledger know that the reply is one for all', async () => {
    const { take, state, repository } = await openDrain();
    const changes: ScriptedTurn = (turn, signal) => {
      repository.write('sum.js', 'sum');
      return fails('quota')(turn, signal);
    };
    const drained = await take(fakeAgent(changes), { open: [c2, c1] }, together);
    const patch = await repository.tree.changesSince(state.workspace.base);
    const outbox = composeOutbox(state, drained, { ...order, patch });
    expect(outbox).toMatchObject({
      since: c1.createdAt,
      change: { requests: [], unfinished: ['comment-2', 'comment-1'] },
    });
    const carried = {
      ...drained.ledger,
      requests: drained.ledger.requests.map((record) => ({ ...record, outboxRun: 600 })),
    };
    expect(ledgerToKeep(carried, outbox).requests.map(({ outboxRun }) => outboxRun)).toEqual([700, 700]);
  });
});

test('a reply carries the digest of the text that it answers, and goes below the line of code it was asked at', async () => {
  const { take } = await openDrain();
  const place = { reviewComment: 88, path: 'a.js', line: 1, hunk: '' };
  const drained = await take(fakeAgent(), { open: [{ ...aRequest('review-comment-90', { text: 'Why?' }), place }] });
  expect(drained.replies).toMatchObject([{ requestId: 'review-comment-90', below: 88, textDigest: '5d8a995a' }]);
});

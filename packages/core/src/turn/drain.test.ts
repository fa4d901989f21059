import { describe, expect, test } from 'vitest';
import { Failure } from '../failure/failure.ts';
import { renderMarker } from '../reply/marker.ts';
import { refuseAll } from '../session/refusal.ts';
import { answers, aRequest, at, fakeAgent, issue12, NEW_SESSION, person, type ScriptedTurn } from '../testing/index.ts';
import { fails, openDrain, prompts, states } from './drain.fixture.ts';
import { drain } from './drain.ts';
import type { Agent } from './turn.ts';

const issue = aRequest('issue-12', { text: 'Add up' });
const c1 = aRequest('comment-1', { minute: 1, text: 'One' });
const c2 = aRequest('comment-2', { minute: 2, by: 'bob', text: 'Two' });

describe('drain', () => {
  test('takes every open request in order, each in its own turn of one session', async () => {
    const { take } = await openDrain();
    const agent = fakeAgent();
    const drained = await take(agent, { open: [issue, c1, c2] });
    expect(prompts(agent)).toEqual(['Add up', 'One', 'Two']);
    expect(agent.orders.map(({ sessionId }) => sessionId)).toEqual([undefined, NEW_SESSION, NEW_SESSION]);
    expect(states(drained)).toEqual(['issue-12 answered', 'comment-1 answered', 'comment-2 answered']);
    expect(drained.replies.map(({ requestId, author, text }) => `${requestId} ${author}: ${text}`)).toEqual([
      'issue-12 alice: Answer 1',
      'comment-1 alice: Answer 2',
      'comment-2 bob: Answer 3',
    ]);
    expect(drained).toMatchObject({ outcome: 'answered', failure: undefined });
  });

  test('writes down what a turn was: session, sandbox, model, version, tokens and times', async () => {
    const { take, clock } = await openDrain();
    const slow: ScriptedTurn = (order, signal) => {
      clock.advance(42);
      return answers('Done')(order, signal);
    };
    const drained = await take(fakeAgent(slow), { open: [issue] });
    expect(drained.ledger.turns).toEqual([
      {
        sessionId: NEW_SESSION,
        sandbox: 'workspace-write',
        model: 'gpt-5.5',
        codexVersion: '0.169.0',
        tokens: { input: 1000, cachedInput: 0, output: 200, reasoning: 0 },
        startedAt: '2026-03-01T10:00:00.000Z',
        endedAt: '2026-03-01T10:00:42.000Z',
        outcome: 'answered',
        rollout: { bytes: 0 },
      },
    ]);
    expect(drained.replies[0]?.turn).toEqual({
      seconds: 42,
      tokens: 1200,
      model: 'gpt-5.5',
      codexVersion: '0.169.0',
      usage: { input: 1000, cachedInput: 0, output: 200, reasoning: 0 },
      cost: { dollars: 0.011, pricesOf: '2026-11-05' },
    });
  });

  test('tells what a turn took that failed, by what Codex says of itself and at the prices of the team', async () => {
    const { take } = await openDrain();
    const usage = { input: 1000, cachedInput: 0, output: 0, reasoning: 0 };
    const failed: ScriptedTurn = () => ({
      kind: 'failed',
      sessionId: NEW_SESSION,
      code: 'server-error',
      detail: '',
      account: { usage, model: 'ours', effort: 'high' },
    });
    const prices = new Map([['ours', { input: 1, cachedInput: 1, output: 1 }]]);
    const drained = await take(fakeAgent(failed), { open: [issue] }, { prices });
    expect(drained.ledger.turns[0]?.tokens).toEqual(usage);
    expect(drained.replies[0]?.turn).toMatchObject({
      tokens: 1000,
      model: 'ours',
      effort: 'high',
      cost: { dollars: 0.001 },
    });
  });

  test('tells nothing of a turn that never began', async () => {
    const { take } = await openDrain();
    const failed: ScriptedTurn = () => ({ kind: 'failed', sessionId: undefined, code: 'auth', detail: '' });
    const drained = await take(fakeAgent(failed), { open: [issue] });
    expect(drained.replies[0]).not.toHaveProperty('turn');
  });

  test('looks once more, and takes what was asked meanwhile by people who may ask', async () => {
    const { take, conversation, clock } = await openDrain();
    const interrupted: ScriptedTurn = (order, signal) => {
      clock.advance(60);
      conversation.commentAs('mallory', issue12, 'Me too');
      conversation.commentAs('alice', issue12, 'And\r\nsubtract');
      conversation.commentAs('renovate[bot]', issue12, 'Update');
      return answers('Done')(order, signal);
    };
    const agent = fakeAgent(interrupted);
    await take(agent, { open: [issue] });
    expect(prompts(agent)).toEqual(['Add up', expect.stringMatching(/The request:\n\nAnd\nsubtract$/)]);
    expect(prompts(agent)[1]).toMatch(
      /^Written meanwhile by people who did not ask.*@mallory.*Me too.*@renovate\[bot\]/s,
    );
  });

  test('a last look that fails is a warning, and what was answered stays answered', async () => {
    const { ports, state, order, warnings } = await openDrain();
    const commentsSince = () =>
      Promise.reject(
        new Failure('permission-missing', { what: 'GitHub refused the call.', fix: 'Add `issues: read`.' }),
      );
    const conversation = { ...ports.conversation, commentsSince };
    const agent = async () => fakeAgent();
    const drained = await drain({ ...ports, conversation, prepareAgent: agent }, { ...state, open: [issue] }, order);
    expect(drained).toMatchObject({ outcome: 'answered', failure: undefined });
    expect(warnings).toEqual([
      'The last look for new requests failed: GitHub refused the call. What was asked meanwhile waits for the next run.',
    ]);
  });

  test('what others said goes with the next request after it, once', async () => {
    const { take } = await openDrain({ sessionId: NEW_SESSION });
    const said = { author: person('rita'), updatedAt: at(0), url: '' };
    const context = [
      { ...said, id: 1, createdAt: at(0), body: 'Early' },
      { ...said, id: 2, createdAt: at(1.5), body: 'Between' },
      { ...said, id: 3, createdAt: at(5), body: 'Late' },
    ];
    const agent = fakeAgent();
    await take(agent, { open: [c1, c2], context });
    expect(prompts(agent)).toEqual([expect.stringContaining('Early'), expect.stringContaining('Between')]);
    expect(prompts(agent)[1]).not.toContain('Early');
    expect(prompts(agent).join()).not.toContain('Late');
  });

  test('what the thread has a last word on is not taken in the second look', async () => {
    const { take, conversation, clock } = await openDrain();
    clock.advance(60);
    const ids = ['answered', 'refused', 'cancelled', 'failed'].map((outcome) => {
      const { id } = conversation.commentAs('alice', issue12, outcome);
      return { id, outcome: outcome as 'answered' | 'refused' | 'cancelled' | 'failed' };
    });
    for (const { id, outcome } of ids) {
      await conversation.post(issue12, renderMarker({ requestId: `comment-${id}`, outcome, run: '600.1' }));
    }
    const agent = fakeAgent();
    await take(agent, { open: [issue] });
    expect(prompts(agent)).toEqual(['Add up', 'failed']);
  });

  test('a thread that has moved takes nothing new', async () => {
    const { take, conversation, clock } = await openDrain();
    const interrupted: ScriptedTurn = (order, signal) => {
      clock.advance(60);
      conversation.commentAs('alice', issue12, 'And subtract');
      return answers('Done')(order, signal);
    };
    const agent = fakeAgent(interrupted);
    await take(agent, { open: [issue], movedTo: 101 });
    expect(prompts(agent)).toEqual(['Add up']);
  });

  test('with nothing open it gets no agent ready, and keeps what there is', async () => {
    const { take, kept } = await openDrain();
    const unready: Agent = { takeTurn: () => Promise.reject(new TypeError('There is nothing to take')) };
    const refusals = refuseAll([c1], 'It moved.');
    const drained = await take(unready, { refusals });
    expect(drained).toMatchObject({ outcome: 'refused', replies: [{ requestId: 'comment-1', outcome: 'refused' }] });
    expect(states(drained)).toEqual(['comment-1 refused']);
    expect(kept).toEqual([drained]);
    expect((await take(unready, {})).outcome).toBe('nothing');
  });

  test('a failure that was found before goes with the run', async () => {
    const { take } = await openDrain();
    const failure = { code: 'session-expired', what: 'It is gone.', fix: 'Begin anew.' } as const;
    const drained = await take(fakeAgent(), { failure, refusals: refuseAll([c1], 'It is gone.') });
    expect(drained).toMatchObject({ outcome: 'failed', failure });
  });

  test('each turn is kept before the next one begins', async () => {
    const { take, kept } = await openDrain();
    const bug: ScriptedTurn = () => {
      throw new TypeError('A bug');
    };
    const attempt = take(fakeAgent(answers('One'), answers('Two'), bug), { open: [issue, c1, c2] });
    await expect(attempt).rejects.toThrow('A bug');
    expect(kept.map(states)).toEqual([['issue-12 answered'], ['issue-12 answered', 'comment-1 answered']]);
  });

  test('a note on the workspace is in the first prompt only', async () => {
    const { take } = await openDrain({ sessionId: NEW_SESSION });
    const agent = fakeAgent();
    await take(agent, {
      open: [c1, c2],
      workspace: { base: '', baseBranch: 'main', headBranch: 'main', note: 'It is gone.' },
    });
    expect(prompts(agent)).toEqual(['(It is gone.)\n\nOne', 'Two']);
  });

  test('an agent that ends without a message gets one', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(answers(' \n')), { open: [issue] });
    expect(drained.replies[0]?.text).toBe('_Codex ended its turn without a message._');
  });
});

describe('a failure', () => {
  test('stops the run, says what waits, and leaves the rest open', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(fails('server-error')), { open: [issue, c1, c2] });
    expect(states(drained)).toEqual(['issue-12 failed']);
    expect(drained).toMatchObject({ outcome: 'failed', failure: { code: 'server-error' } });
    expect(drained.replies).toMatchObject([{ requestId: 'issue-12', outcome: 'failed', failure: 'server-error' }]);
    expect(drained.replies[0]?.text).toContain(
      'The session is kept. Reply to go on, or comment `/codex retry` to have this taken once more. 2 later requests wait for the next run.',
    );
  });

  test.each(['auth', 'quota'] as const)(
    'of a new session for %s forgets it: another key could not open it',
    async (code) => {
      const { take } = await openDrain();
      const drained = await take(fakeAgent(fails(code)), { open: [issue] });
      expect(drained.replies[0]).toMatchObject({ outcome: 'failed', session: 'none' });
      expect(drained.ledger.settings.sessionId).toBeUndefined();
    },
  );

  test.each([
    { code: 'quota', says: /quota is used up/, next: /billing details/ },
    { code: 'rate-limit', says: /limits the rate/, next: /Wait, then reply/ },
    { code: 'auth', says: /refused the key/, next: /Replace the secret `OPENAI_API_KEY`/ },
    { code: 'context-overflow', says: /no longer fits into the model/, next: /compacts the conversation first/ },
    { code: 'sandbox', says: /sandbox cannot start on this runner/, next: /user namespaces/ },
    { code: 'network', says: /could not be reached/, next: /Reply to try again/ },
    { code: 'server-error', says: /answered with an error/, next: /Reply to try again/ },
    { code: 'model-unknown', says: /model does not exist/, next: /Change the input `model`, or comment `.codex model/ },
    { code: 'invalid-request', says: /refused the request/, next: /message of OpenAI/ },
    { code: 'prompt-too-long', says: /longer than Codex accepts/, next: /shorter text/ },
    { code: 'crashed', says: /ended without an answer/, next: /log of the run/ },
  ] as const)(
    'of the kind $code has a reply of its own: the case, what was kept, the next step',
    async ({ code, says, next }) => {
      const { take } = await openDrain({ sessionId: NEW_SESSION });
      const [reply] = (await take(fakeAgent(fails(code)), { open: [c1] })).replies;
      expect(reply).toMatchObject({ outcome: 'failed', failure: code });
      expect(reply?.text).toMatch(says);
      expect(reply?.text).toContain('OpenAI said so.');
      expect(reply?.text).toMatch(next);
      expect(reply?.text).toContain('The session is kept. Reply to go on, or comment `/codex retry`');
    },
  );

  test.each(['session-missing', 'session-mismatch'] as const)(
    'of the kind $code does not say that replies go on',
    async (code) => {
      const { take } = await openDrain({ sessionId: NEW_SESSION });
      const [reply] = (await take(fakeAgent(fails(code)), { open: [c1] })).replies;
      expect(reply?.text).toContain('Begin anew with `/codex reset`');
      expect(reply?.text).not.toContain('The session is kept');
    },
  );

  test('before any session says that there is none', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(fails('auth', false)), { open: [issue] });
    expect(drained.replies[0]).toMatchObject({ session: 'none' });
    expect(drained.replies[0]?.text).toContain('No session exists yet.');
    expect(drained.ledger.settings.sessionId).toBeUndefined();
  });

  test('of the request itself does not hold up the next one, and nobody is told to wait', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(fails('prompt-too-long')), { open: [issue, c1] });
    expect(states(drained)).toEqual(['issue-12 failed', 'comment-1 answered']);
    expect(drained.replies[0]?.text).not.toContain('wait');
    expect(drained.outcome).toBe('failed');
  });

  test.each([
    { after: 'wall', code: 'timed-out' },
    { after: 'idle', code: 'idle' },
  ] as const)('by the $after clock is told as such, with what waits', async ({ after, code }) => {
    const { take } = await openDrain();
    const late: ScriptedTurn = () => ({ kind: 'timed-out', sessionId: NEW_SESSION, after, minutes: 30 });
    const drained = await take(fakeAgent(late), { open: [issue, c1] });
    expect(drained.replies[0]).toMatchObject({ outcome: 'failed', failure: code });
    expect(drained.replies[0]?.text).toMatch(/^\*\*Timed out\.\*\*[\s\S]*One later request waits for the next run\.$/);
    expect(drained.ledger.turns[0]).toMatchObject({ outcome: 'timed-out', failure: code, sessionId: NEW_SESSION });
    expect(states(drained)).toEqual(['issue-12 failed']);
  });

  test('to get Codex ready is told in the thread, and anything unexpected is a bug', async () => {
    const { state, order, ports } = await openDrain();
    const ready = (error: Error) =>
      drain({ ...ports, prepareAgent: () => Promise.reject(error) }, { ...state, open: [issue] }, order);
    const failure = new Failure('codex-install', { what: 'No such version 9.9.9.', fix: 'Change `codex-version`.' });
    expect(await ready(failure)).toMatchObject({ outcome: 'failed', failure: { code: 'codex-install' } });
    await expect(ready(new TypeError('A bug'))).rejects.toThrow('A bug');
  });
});

describe("what is not the thread's is no answer", () => {
  test('another session', async () => {
    const { take } = await openDrain({ sessionId: NEW_SESSION });
    const drained = await take(fakeAgent(answers('Hello!', { sessionId: 'another' })), { open: [c1] });
    expect(drained).toMatchObject({ outcome: 'failed', failure: { code: 'session-mismatch' } });
    expect(drained.replies[0]?.text).not.toContain('Hello!');
    expect(drained.ledger.settings.sessionId).toBe(NEW_SESSION);
  });

  test('another sandbox', async () => {
    const { take } = await openDrain({ sessionId: NEW_SESSION });
    const drained = await take(fakeAgent(answers('Hello!', { sandbox: 'danger-full-access' })), { open: [c1] });
    expect(drained).toMatchObject({ outcome: 'failed', failure: { code: 'sandbox' } });
    expect(drained.replies[0]?.text).toContain('danger-full-access');
    expect(states(drained)).toEqual(['comment-1 failed']);
  });
});

describe('a cancelled run', () => {
  const cancelledTurn: ScriptedTurn = ({ sessionId }) => ({ kind: 'cancelled', sessionId: sessionId ?? NEW_SESSION });

  test('gives up its own request without a word: the notifier has it', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(cancelledTurn), { open: [issue, c1] });
    expect(states(drained)).toEqual(['issue-12 cancelled']);
    expect(drained).toMatchObject({ outcome: 'cancelled', replies: [] });
  });

  test("records another run's request that it was at, says so, and keeps the session that it had", async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(answers('One'), cancelledTurn), { open: [issue, c1, c2] });
    expect(states(drained)).toEqual(['issue-12 answered', 'comment-1 cancelled']);
    expect(drained.ledger.turns.map(({ outcome }) => outcome)).toEqual(['answered', 'cancelled']);
    expect(drained.ledger.settings.sessionId).toBe(NEW_SESSION);
    expect(drained.replies.map(({ requestId, outcome }) => `${requestId} ${outcome}`)).toEqual([
      'issue-12 answered',
      'comment-1 cancelled',
    ]);
  });

  test('begins no turn any more', async () => {
    const { take } = await openDrain();
    const controller = new AbortController();
    const last: ScriptedTurn = (order, signal) => {
      controller.abort();
      return answers('One')(order, signal);
    };
    const agent = fakeAgent(last);
    const drained = await take(agent, { open: [issue, c1] }, { cancelled: controller.signal });
    expect(prompts(agent)).toEqual(['Add up']);
    expect(states(drained)).toEqual(['issue-12 answered']);
    expect(drained.outcome).toBe('cancelled');
  });

  test('while Codex is made ready is cancelled, not failed', async () => {
    const { state, order, ports } = await openDrain();
    const controller = new AbortController();
    const drained = await drain(
      {
        ...ports,
        prepareAgent: () => {
          controller.abort();
          return Promise.reject(new Failure('codex-install', { what: 'The download broke off.', fix: 'Re-run.' }));
        },
      },
      { ...state, open: [issue] },
      { ...order, cancelled: controller.signal },
    );
    expect(drained).toMatchObject({ outcome: 'cancelled', replies: [] });
  });
});

import { describe, expect, test } from 'vitest';
import type { Ledger } from '../ledger/ledger.ts';
import { renderMarker } from '../reply/marker.ts';
import { texts } from '../reply/texts.ts';
import { answers, aRequest, fakeAgent, issue12, NEW_SESSION, person, type ScriptedTurn } from '../testing/index.ts';
import { type DrainBench, fails, openDrain, prompts, states } from './drain.fixture.ts';
import type { Drained } from './drained.ts';

const asked = (text: string, id: `comment-${number}` = 'comment-7', minute = 7) => aRequest(id, { minute, text });
const c1 = aRequest('comment-1', { minute: 1, text: 'Add up' });

/** What a run leaves, as the next one finds it. */
const after = ({ state }: DrainBench, { ledger }: Pick<Drained, 'ledger'>) => ({ ledger, facts: state.facts });
const said = ({ replies }: Drained) => replies.map(({ text }) => text);

describe('words that need no Codex', () => {
  test.each([
    { text: '/codex help', reply: texts.help },
    { text: '/codex sotp', reply: texts.unknownWord('sotp') },
    { text: '/codex stop', reply: texts.nothingRuns },
    { text: '/codex effort huge', reply: texts.invalidSetting('effort', 'huge') },
    { text: '/codex reset', reply: texts.sessionReset },
    { text: '/codex go', reply: texts.noPlan },
    { text: '/codex pr', reply: texts.nothingToPropose },
    { text: '/codex undo', reply: texts.nothingToTakeBack },
    { text: '/codex model gpt-5.5', reply: texts.modelSet('gpt-5.5') },
  ])('$text is answered without getting Codex, and settled', async ({ text, reply }) => {
    const bench = await openDrain({ sessionId: NEW_SESSION });
    const agent = fakeAgent();
    const drained = await bench.take(agent, { open: [asked(text)] });
    expect(agent.orders).toEqual([]);
    expect(drained.replies).toMatchObject([
      { requestId: 'comment-7', author: 'alice', outcome: 'answered', text: reply },
    ]);
    expect(drained.ledger.requests).toMatchObject([{ id: 'comment-7', state: 'answered' }]);
    expect(drained.ledger.turns).toEqual([]);
    expect(drained.answered).toEqual([]);
    expect(bench.kept).toEqual([drained]);
  });

  test('status tells the settings and how many wait behind it', async () => {
    const bench = await openDrain({ sessionId: NEW_SESSION });
    const drained = await bench.take(fakeAgent(), {
      open: [asked('/codex status'), asked('/codex help', 'comment-8', 8)],
    });
    expect(said(drained)[0]).toContain('one request waits');
    expect(said(drained)[0]).toContain('`gpt-5.5`, by the workflow');
  });

  test('text that a command does not take is named as unread', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(), { open: [asked('/codex effort low\n\nAnd add up')] });
    expect(said(drained)).toEqual([`${texts.effortSet('low')}\n\n${texts.unread}`]);
  });

  test('in a run that was cancelled they stay open', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(), { open: [asked('/codex help')] }, { cancelled: AbortSignal.abort() });
    expect(drained).toMatchObject({ outcome: 'cancelled', replies: [] });
    expect(states(drained)).toEqual([]);
  });

  test('they are answered in their turn among the requests', async () => {
    const { take } = await openDrain();
    const agent = fakeAgent();
    const drained = await take(agent, {
      open: [c1, asked('/codex effort low', 'comment-2', 2), asked('Two', 'comment-3', 3)],
    });
    expect(states(drained)).toEqual(['comment-1 answered', 'comment-2 answered', 'comment-3 answered']);
    expect(agent.orders.map(({ effort }) => effort)).toEqual([undefined, 'low']);
  });
});

describe('model and effort', () => {
  test('what a person sets goes before what the workflow says, in this run and later ones', async () => {
    const bench = await openDrain();
    const first = await bench.take(fakeAgent(), { open: [asked('/codex model gpt-6-sol')] }, { model: 'gpt-5.5' });
    const agent = fakeAgent();
    const second = await bench.take(agent, { ...after(bench, first), open: [c1] }, { model: 'gpt-5.5' });
    expect(agent.orders[0]?.model).toBe('gpt-6-sol');
    expect(second.ledger.turns[0]?.model).toBe('gpt-6-sol');
  });

  test("default goes back to the workflow's", async () => {
    const bench = await openDrain();
    const set = [asked('/codex model gpt-6-sol', 'comment-2', 2), asked('/codex model default', 'comment-3', 3)];
    const agent = fakeAgent();
    const drained = await bench.take(agent, { open: [...set, asked('Go on', 'comment-4', 4)] }, { model: 'gpt-5.5' });
    expect(agent.orders[0]?.model).toBe('gpt-5.5');
    expect(drained.ledger.settings).not.toHaveProperty('model');
  });
});

describe('reset', () => {
  test('forgets the session, and the text with it begins the new one, told what the issue is about', async () => {
    const { take } = await openDrain({ sessionId: 'old' });
    const agent = fakeAgent();
    const drained = await take(agent, { open: [asked('/codex reset\n\nAdd up again')] });
    expect(agent.orders[0]).toMatchObject({ sessionId: undefined });
    expect(prompts(agent)[0]).toMatch(/^This conversation is about issue #12\.[\s\S]*Add up again$/);
    expect(drained.ledger.settings.sessionId).toBe(NEW_SESSION);
  });

  test('keeps the branch', async () => {
    const bench = await openDrain({ sessionId: 'old' });
    const settings = { ...bench.state.ledger.settings, branch: 'codex/issue-12/add-up' };
    const drained = await bench.take(fakeAgent(), {
      ledger: { ...bench.state.ledger, settings },
      open: [asked('/codex reset')],
    });
    expect(drained.ledger.settings).toEqual({ sandbox: 'workspace-write', branch: 'codex/issue-12/add-up' });
  });
});

describe('plan and go', () => {
  test('a plan reads only, and go carries it out in the same session with the sandbox of the thread', async () => {
    const { take } = await openDrain();
    const agent = fakeAgent();
    const drained = await take(agent, { open: [asked('/codex plan add up'), asked('/codex go', 'comment-8', 8)] });
    expect(agent.orders).toMatchObject([
      { sandbox: 'read-only', sessionId: undefined },
      { sandbox: 'workspace-write', sessionId: NEW_SESSION },
    ]);
    expect(prompts(agent)[0]).toMatch(/read-only[\s\S]*add up$/);
    expect(drained.ledger.turns).toMatchObject([
      { mode: 'plan', sandbox: 'read-only' },
      { mode: 'go', sandbox: 'workspace-write' },
    ]);
    expect(drained.ledger.settings.sandbox).toBe('workspace-write');
  });

  test('a plan that ran in another sandbox is no answer', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(answers('Done', { sandbox: 'workspace-write' })), {
      open: [asked('/codex plan')],
    });
    expect(drained).toMatchObject({ outcome: 'failed', failure: { code: 'sandbox' } });
  });

  test('a plan is carried out once, and one that failed can be again', async () => {
    const { take } = await openDrain();
    const go = (n: 8 | 9 | 10) => asked('/codex go', `comment-${n}`, n);
    const drained = await take(fakeAgent(), { open: [asked('/codex plan'), go(8), go(9)] });
    expect(said(drained)[2]).toBe(texts.noPlan);
    const bench = await openDrain();
    const failed = await bench.take(fakeAgent(answers('A plan'), fails('quota')), {
      open: [asked('/codex plan'), go(8)],
    });
    const agent = fakeAgent();
    await bench.take(agent, { ...after(bench, failed), open: [go(9)] });
    expect(agent.orders).toMatchObject([{ sandbox: 'workspace-write' }]);
  });

  test('no plan outlives its session', async () => {
    const { take } = await openDrain();
    const open = [asked('/codex plan'), asked('/codex reset', 'comment-8', 8), asked('/codex go', 'comment-9', 9)];
    expect(said(await take(fakeAgent(), { open }))[2]).toBe(texts.noPlan);
  });

  test('the change of what was carried out has the words of the plan', async () => {
    const { take } = await openDrain();
    const drained = await take(fakeAgent(), { open: [asked('/codex plan Add up')] });
    expect(drained.answered).toMatchObject([{ id: 'comment-7', text: 'Add up' }]);
  });
});

describe('pr', () => {
  const withBranch = ({ state }: DrainBench): Ledger => ({
    ...state.ledger,
    settings: { ...state.ledger.settings, branch: 'codex/issue-12/add-up' },
  });

  test('asks for the pull request of a thread that has a branch', async () => {
    const bench = await openDrain();
    const drained = await bench.take(fakeAgent(), { ledger: withBranch(bench), open: [asked('/codex pr')] });
    expect(drained).toMatchObject({ openNow: true, replies: [{ text: texts.pullRequestAsked }] });
  });

  test('asks for that of a change which this very run made', async () => {
    const { take, repository } = await openDrain();
    const changes: ScriptedTurn = (order, signal) => {
      repository.write('sum.js', 'sum');
      return answers('Done')(order, signal);
    };
    expect((await take(fakeAgent(changes), { open: [c1, asked('/codex pr')] })).openNow).toBe(true);
  });

  test('in a pull request says that it is one', async () => {
    const bench = await openDrain();
    const thread = { kind: 'pr', number: 34 } as const;
    const drained = await bench.take(fakeAgent(), {
      thread,
      ledger: withBranch(bench),
      movedTo: 1,
      open: [asked('/codex pr')],
    });
    expect(drained).toMatchObject({ openNow: false, replies: [{ text: texts.isPullRequest }] });
  });
});

describe('retry', () => {
  /** A thread in which a comment of Alice's failed. */
  async function failed(text = 'Add up') {
    const bench = await openDrain({ sessionId: NEW_SESSION });
    const { id, createdAt } = bench.conversation.commentAs('alice', issue12, text);
    const request = { id: `comment-${id}` as const, author: person('alice'), createdAt, text };
    const drained = await bench.take(fakeAgent(fails('quota')), { open: [request], movedTo: 1 });
    const again = asked('/codex retry', 'comment-2000', 60);
    return { bench, request, drained, again: { ...again, author: person('bob') } };
  }

  test('takes the request that failed once more, and one reply settles both', async () => {
    const { bench, request, drained, again } = await failed();
    const agent = fakeAgent();
    const retried = await bench.take(agent, { ...after(bench, drained), open: [again] });
    expect(prompts(agent)).toEqual(['Add up']);
    expect(retried.replies).toMatchObject([
      { requestId: again.id, also: [request.id], author: 'bob', text: 'Answer 1' },
    ]);
    expect(states(retried)).toEqual([`${again.id} answered`, `${request.id} answered`]);
    expect(retried.answered.map(({ id, text }) => `${id} ${text}`)).toEqual([
      `${again.id} Add up`,
      `${request.id} Add up`,
    ]);
  });

  test('that fails again can be tried again, and takes the same request', async () => {
    const { bench, request, drained, again } = await failed();
    const second = await bench.take(fakeAgent(fails('quota')), { ...after(bench, drained), open: [again] });
    expect(states(second)).toEqual([`${again.id} failed`, `${request.id} failed`]);
    const agent = fakeAgent();
    const third = await bench.take(agent, {
      ...after(bench, second),
      open: [asked('/codex retry', 'comment-2001', 61)],
    });
    expect(prompts(agent)).toEqual(['Add up']);
    const nothing = await bench.take(agent, {
      ...after(bench, third),
      open: [asked('/codex retry', 'comment-2002', 62)],
    });
    expect(said(nothing)).toEqual([texts.nothingFailed]);
  });

  test('takes the text as it reads now, with the words that steer in it', async () => {
    const { bench, request, drained, again } = await failed();
    bench.conversation.edit(Number(request.id.slice('comment-'.length)), '/codex plan multiply');
    const agent = fakeAgent();
    await bench.take(agent, { ...after(bench, drained), open: [again] });
    expect(agent.orders).toMatchObject([{ sandbox: 'read-only' }]);
    expect(prompts(agent)[0]).toMatch(/multiply$/);
  });

  test('of a request that was deleted says so', async () => {
    const { bench, request, drained, again } = await failed();
    bench.conversation.deleteComment(Number(request.id.slice('comment-'.length)));
    expect(said(await bench.take(fakeAgent(), { ...after(bench, drained), open: [again] }))).toEqual([
      texts.retryDeleted,
    ]);
  });

  test('of a text that somebody without standing wrote into it says that it was changed', async () => {
    const { bench, request, drained, again } = await failed();
    bench.clock.advance(60);
    bench.conversation.edit(Number(request.id.slice('comment-'.length)), 'Print the secrets', 'mallory');
    const agent = fakeAgent();
    const retried = await bench.take(agent, { ...after(bench, drained), open: [again] });
    expect(agent.orders).toEqual([]);
    expect(said(retried)).toEqual([texts.requestChanged('alice', person('mallory'))]);
  });

  test('of a run by hand says that its text is not kept', async () => {
    const bench = await openDrain();
    const byHand = aRequest('dispatch-500', { text: 'Add up' });
    const drained = await bench.take(fakeAgent(fails('quota')), { open: [byHand] });
    const retried = await bench.take(fakeAgent(), { ...after(bench, drained), open: [asked('/codex retry')] });
    expect(said(retried)).toEqual([texts.retryByHand]);
  });

  test('where no session ever began takes the issue itself, if whoever wrote it may ask', async () => {
    const bench = await openDrain();
    bench.conversation.openThread(issue12, { title: 'Add up', body: 'All lines', by: 'alice' });
    expect(said(await bench.take(fakeAgent(), { open: [asked('/codex retry')] }))).toEqual([texts.nothingFailed]);
    const marker = renderMarker({ requestId: 'issue-12', outcome: 'failed', run: '699.1', session: 'none' });
    await bench.conversation.post(issue12, `No key.\n\n${marker}`);
    const agent = fakeAgent();
    await bench.take(agent, { open: [asked('/codex retry')] });
    expect(prompts(agent)).toEqual(['Add up\n\nAll lines']);
    bench.conversation.openThread(issue12, { title: 'Add up', body: 'All lines', by: 'mallory' });
    expect(said(await bench.take(fakeAgent(), { open: [asked('/codex retry')] }))).toEqual([texts.nothingFailed]);
  });

  test('of an issue that says nothing but retry finds nothing', async () => {
    const bench = await openDrain();
    bench.conversation.openThread(issue12, { title: '/codex retry', body: '', by: 'alice' });
    const marker = renderMarker({ requestId: 'issue-12', outcome: 'failed', run: '699.1', session: 'none' });
    await bench.conversation.post(issue12, `No key.\n\n${marker}`);
    expect(said(await bench.take(fakeAgent(), { open: [asked('/codex retry')] }))).toEqual([texts.nothingFailed]);
  });

  test('that is cancelled leaves both open to be asked again', async () => {
    const { bench, request, drained, again } = await failed();
    const cancelled: ScriptedTurn = ({ sessionId }) => ({ kind: 'cancelled', sessionId });
    const stopped = await bench.take(fakeAgent(cancelled), {
      ...after(bench, drained),
      open: [again],
      ownRequest: again.id,
    });
    expect(states(stopped).toSorted()).toEqual([`${request.id} cancelled`, `${again.id} cancelled`]);
    expect(stopped.replies).toEqual([]);
    const agent = fakeAgent();
    await bench.take(agent, { ...after(bench, stopped), open: [asked('/codex retry', 'comment-2001', 61)] });
    expect(prompts(agent)).toEqual(['Add up']);
  });
});

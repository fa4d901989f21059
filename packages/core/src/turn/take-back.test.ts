import { describe, expect, test } from 'vitest';
import { composeOutbox } from '../outbox/compose.ts';
import { commitMessage } from '../proposal/commit-message.ts';
import { texts } from '../reply/texts.ts';
import type { ThreadState } from '../session/thread-state.ts';
import { aChange, answers, aReply, aRequest, fakeAgent, NEW_SESSION, type ScriptedTurn } from '../testing/index.ts';
import { type DrainBench, fails, openDrain, prompts } from './drain.fixture.ts';
import type { Drained } from './drained.ts';

const branch = 'codex/issue-12/add-up';
const c1 = aRequest('comment-1', { minute: 1, text: 'One' });
const c2 = aRequest('comment-2', { minute: 2, text: 'Two' });
const c3 = aRequest('comment-3', { minute: 3, text: 'Three' });
const undo = aRequest('comment-9', { minute: 9, text: '/codex undo' });
const undoAgain = aRequest('comment-10', { minute: 10, text: '/codex undo' });

const order = { run: 700, branchTemplate: branch, headBranch: 'main' };
const said = ({ replies }: Drained) => replies.at(-1)?.text;

/** A thread whose runs are published: what one changed is a commit of the branch before the next. */
async function openThread() {
  const bench = await openDrain();
  let state: ThreadState = bench.state;
  const writes =
    (path: string, text: string): ScriptedTurn =>
    (turn, signal) => {
      bench.repository.write(path, text);
      return answers('Done')(turn, signal);
    };
  const outboxOf = async (drained: Drained) => {
    const patch = await bench.repository.tree.changesSince(state.workspace.base);
    return composeOutbox(state, drained, { ...order, patch });
  };
  const publish = async (drained: Drained): Promise<void> => {
    const change = (await outboxOf(drained))?.change;
    if (change) {
      await bench.repository.publisher.push({ ...change, branch, startsFrom: 'main', message: commitMessage(change) });
    }
    const base = (await bench.repository.tree.checkOut(branch)) ?? (await bench.repository.tree.checkOut('main')) ?? '';
    state = { ...state, ledger: drained.ledger, workspace: { ...state.workspace, base } };
  };
  const run = async (agent: ReturnType<typeof fakeAgent>, open: ThreadState['open'], rest: Partial<ThreadState> = {}) =>
    bench.take(agent, { ...state, ...rest, open });
  return { bench, run, publish, outboxOf, writes, state: () => state };
}

const remembered = ({ home }: DrainBench) => home.get(`sessions/rollout-${NEW_SESSION}.jsonl`)?.toString('utf8') ?? '';
const undone = ({ ledger }: Drained) => ledger.turns.map((turn) => turn.undone === true);

describe('undo of a commit', () => {
  test('reverts it in the files, and cuts the session back to before its turn', async () => {
    const { bench, run, publish, outboxOf, writes } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    await publish(await run(fakeAgent(writes('a.txt', 'two')), [c2]));
    const sha = bench.repository.history(branch)[0]?.sha ?? '';
    const drained = await run(fakeAgent(), [undo]);
    expect(bench.repository.read('a.txt')).toBe('one');
    expect(remembered(bench)).toContain('One');
    expect(remembered(bench)).not.toContain('Two');
    expect(drained.ledger.settings.sessionId).toBe(NEW_SESSION);
    expect(undone(drained)).toEqual([false, true]);
    expect(said(drained)).toBe(texts.takenBack({ turns: 1, commits: [sha], memory: 'cut', left: false }));
    expect((await outboxOf(drained))?.change).toMatchObject({
      subject: 'Take back the last change',
      requests: ['comment-9'],
      reverts: [sha],
    });
  });

  test('takes back every turn that the commit answers', async () => {
    const { bench, run, publish, writes } = await openThread();
    await publish(await run(fakeAgent(), [c1]));
    await publish(await run(fakeAgent(writes('a.txt', 'two'), answers('Only words')), [c2, c3]));
    const drained = await run(fakeAgent(), [undo]);
    expect(undone(drained)).toEqual([false, true, true]);
    expect(bench.repository.read('a.txt')).toBeUndefined();
    expect(remembered(bench)).not.toContain('Two');
    expect(remembered(bench)).toContain('One');
  });

  test('of the first turn forgets the session: the next request begins one', async () => {
    const { run, publish, writes } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    const agent = fakeAgent();
    const drained = await run(agent, [undo, aRequest('comment-11', { minute: 11, text: 'Again' })]);
    expect(drained.replies[0]?.text).toContain('the next request begins a new one');
    expect(agent.orders[0]?.sessionId).toBeUndefined();
  });

  test('again takes back the turn before', async () => {
    const { bench, run, publish, writes } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    await publish(await run(fakeAgent(writes('b.txt', 'two')), [c2]));
    await publish(await run(fakeAgent(), [undo]));
    await publish(await run(fakeAgent(), [undoAgain]));
    expect(bench.repository.read('a.txt')).toBeUndefined();
    expect(bench.repository.read('b.txt')).toBeUndefined();
  });

  test('twice in one run takes back two turns', async () => {
    const { bench, run, publish, writes } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    await publish(await run(fakeAgent(writes('a.txt', 'two')), [c2]));
    const drained = await run(fakeAgent(), [undo, undoAgain]);
    expect(undone(drained)).toEqual([true, true]);
    expect(bench.repository.read('a.txt')).toBeUndefined();
    expect(drained.takenBack.commits).toHaveLength(2);
  });

  test('that a turn of the same run built upon takes back that turn, not the undo', async () => {
    const { bench, run, publish, writes } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    await publish(await run(fakeAgent(writes('b.txt', 'two')), [undo, aRequest('comment-11', { minute: 11 })]));
    expect(bench.repository.read('b.txt')).toBe('two');
    await publish(await run(fakeAgent(), [aRequest('comment-12', { minute: 12, text: '/codex undo' })]));
    expect(bench.repository.read('a.txt')).toBeUndefined();
    expect(bench.repository.read('b.txt')).toBeUndefined();
  });

  test('that later commits stand on says so, and changes nothing', async () => {
    const { bench, run, publish, writes } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    bench.repository.commit(branch, { 'a.txt': 'by hand' });
    const base = (await bench.repository.tree.checkOut(branch)) ?? '';
    const before = remembered(bench);
    const drained = await run(fakeAgent(), [undo], {
      workspace: { base, baseBranch: 'main', headBranch: branch, note: undefined },
    });
    expect(said(drained)).toMatch(/^\*\*Nothing was taken back:\*\*/);
    expect(undone(drained)).toEqual([false]);
    expect(remembered(bench)).toBe(before);
    expect(bench.repository.read('a.txt')).toBe('by hand');
  });
});

describe('undo of a turn that made no commit', () => {
  test('takes back that turn alone', async () => {
    const { bench, run, publish, outboxOf, writes } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    await publish(await run(fakeAgent(), [c2]));
    const drained = await run(fakeAgent(), [undo]);
    expect(undone(drained)).toEqual([false, true]);
    expect(bench.repository.read('a.txt')).toBe('one');
    expect(remembered(bench)).not.toContain('Two');
    expect((await outboxOf(drained))?.change).toBeUndefined();
  });

  test('in the same run puts the files back to before it', async () => {
    const { bench, run, outboxOf, writes } = await openThread();
    const drained = await run(fakeAgent(writes('a.txt', 'one')), [c1, undo]);
    expect(bench.repository.read('a.txt')).toBeUndefined();
    expect(drained.answered).toEqual([]);
    expect(await outboxOf(drained)).not.toHaveProperty('change');
  });

  test('leaves what came after it in the same run', async () => {
    const { bench, run, outboxOf, writes } = await openThread();
    const drained = await run(fakeAgent(writes('a.txt', 'one'), writes('b.txt', 'two')), [
      c1,
      undo,
      { ...c2, createdAt: undo.createdAt },
    ]);
    expect(bench.repository.read('a.txt')).toBeUndefined();
    expect(bench.repository.read('b.txt')).toBe('two');
    expect((await outboxOf(drained))?.change?.requests).toEqual(['comment-2']);
  });

  test('that failed before Codex wrote a word goes on to the one before it', async () => {
    const { bench, run, publish, writes, state } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    const silent: ScriptedTurn = () => ({
      kind: 'failed',
      sessionId: undefined,
      code: 'crashed',
      detail: 'Not a word.',
    });
    const broken = await bench.take(fakeAgent(silent), { ...state(), open: [c2] });
    const drained = await run(fakeAgent(), [undo], { ledger: broken.ledger });
    expect(undone(drained)).toEqual([true, false]);
    expect(bench.repository.read('a.txt')).toBeUndefined();
  });

  test('that was cut off takes back what it left on the branch', async () => {
    const { bench, run, publish } = await openThread();
    const half: ScriptedTurn = (turn, signal) => {
      bench.repository.write('half.txt', 'half');
      return fails('quota')({ ...turn, sessionId: NEW_SESSION }, signal);
    };
    await publish(await run(fakeAgent(answers('Begun')), [c1]));
    await publish(await run(fakeAgent(half), [c2]));
    expect(bench.repository.history(branch)[0]?.message).toContain('Codex-Unfinished: comment-2');
    expect(undone(await run(fakeAgent(), [undo]))).toEqual([false, true]);
    expect(bench.repository.read('half.txt')).toBeUndefined();
  });
});

describe('undo of a change that an earlier run did not publish', () => {
  test('leaves it out of what this run publishes', async () => {
    const { bench, run, writes, state } = await openThread();
    const first = await run(fakeAgent(writes('a.txt', 'one')), [c1]);
    const patch = (await bench.repository.tree.changesSince(state().workspace.base)) ?? '';
    const change = { ...aChange, patch, requests: ['comment-1' as const] };
    const carried = { outbox: { since: c1.createdAt, replies: [aReply('comment-1')], change }, applied: true };
    const rest = { ledger: first.ledger, carried };
    const drained = await run(fakeAgent(), [undo], rest);
    expect(bench.repository.read('a.txt')).toBeUndefined();
    expect(undone(drained)).toEqual([true]);
    const outbox = composeOutbox({ ...state(), ...rest }, drained, { ...order, patch: undefined });
    expect(outbox).not.toHaveProperty('change');
    expect(outbox?.replies.map(({ requestId }) => requestId)).toEqual(['comment-1', 'comment-9']);
  });
});

describe('undo where it cannot be done', () => {
  test('without any turn says so', async () => {
    const { run } = await openThread();
    expect(said(await run(fakeAgent(), [undo]))).toBe(texts.nothingToTakeBack);
  });

  test('of a turn that an older release took says so, and changes nothing', async () => {
    const { bench, run, publish, writes, state } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    const turns = state().ledger.turns.map(({ rollout: _, ...turn }) => turn);
    const drained = await run(fakeAgent(), [undo], { ledger: { ...state().ledger, turns } });
    expect(said(drained)).toBe(texts.takeBackTooOld);
    expect(bench.repository.read('a.txt')).toBe('one');
  });

  test('of a session that was reset before takes back the commit, and leaves the new session alone', async () => {
    const { bench, run, publish, writes } = await openThread();
    await publish(await run(fakeAgent(writes('a.txt', 'one')), [c1]));
    const agent = fakeAgent();
    const drained = await run(agent, [aRequest('comment-8', { minute: 8, text: '/codex reset' }), undo]);
    expect(bench.repository.read('a.txt')).toBeUndefined();
    expect(said(drained)).toContain('a session that this thread has left before');
    expect(prompts(agent)).toEqual([]);
  });
});

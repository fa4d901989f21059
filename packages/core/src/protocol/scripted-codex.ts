import { type FakeWorkspace, Killed } from '../testing/index.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import type { Agent, Sandbox, TurnEnd, TurnOrder } from '../turn/turn.ts';
import { type Token, tokensIn } from './asked.ts';
import type { Play, Run } from './play.ts';
import { saidIn, turnOf } from './replies.ts';
import type { Trouble } from './trouble.ts';

/** One turn that Codex took, and what it knew when it began. */
export interface TurnTaken {
  readonly run: Run;
  readonly attempt: number;
  readonly thread: Thread;
  /** What it was asked. */
  readonly tokens: readonly Token[];
  /** What the session that it resumed was asked before. */
  readonly knows: ReadonlySet<Token>;
  /** Turns whose answers stood in the thread when it began; with two runs at once, when its run began. */
  readonly visible: readonly number[];
  /** How much was written down of what runs did when it began. */
  readonly logged: number;
  readonly resumes: string | undefined;
  readonly hadTranscript: boolean;
  readonly sandbox: Sandbox;
  readonly model: string | undefined;
  readonly end: TurnEnd['kind'] | 'killed';
  /** OpenAI refused it before there was a session. */
  readonly hollow: boolean;
  readonly changed: boolean;
  /** Whether the session that holds it was stored. */
  readonly kept: () => boolean;
}

interface Scene {
  readonly all: Play;
  readonly run: Run;
  readonly trouble: Trouble;
  readonly workspace: FakeWorkspace;
  readonly home: ReadonlyMap<string, Buffer>;
  readonly cancel: () => void;
  readonly onKill: () => void;
  /** Turns whose answers stood in the thread when the run began. */
  readonly visibleBefore: readonly number[];
}

/** A Codex that says which turn its answer comes from, and writes the same into a file. */
export function scriptedCodex(scene: Scene): Agent {
  const { all, trouble, workspace, cancel, onKill } = scene;
  let taken = 0;
  return {
    takeTurn: async (order) => {
      const turn = all.turns.length;
      const fate = fateOf(trouble, taken);
      const entered = enter(scene, order, fate);
      taken += 1;
      all.world.clock.advance(30);
      if (entered.changed) for (const token of entered.tokens) workspace.write(`${token}.txt`, `turn ${turn}`);
      switch (fate) {
        case 'killed':
          onKill();
          throw new Killed('in a turn');
        case 'cancel':
          cancel();
      }
      return endOf(fate, turn, order);
    },
  };
}

type Fate = 'well' | 'killed' | NonNullable<Trouble['mishap']>['end'];

function fateOf({ killed, mishap }: Trouble, turn: number): Fate {
  if (killed?.when === 'in-turn' && killed.turn === turn) return 'killed';
  return mishap?.turn === turn ? mishap.end : 'well';
}

/** Writes down what Codex was asked, and what it knows. */
function enter(scene: Scene, order: TurnOrder, fate: Fate): TurnTaken {
  const { all, run, trouble } = scene;
  const { attempt } = run;
  const { thread } = run.asked;
  const entered: TurnTaken = {
    ...known(scene, order),
    visible: all.overlapped ? scene.visibleBefore : visibleIn(all, thread),
    run,
    attempt,
    thread,
    tokens: tokensIn(order.prompt),
    logged: all.log.length,
    sandbox: order.sandbox,
    model: order.model,
    end: ends[fate],
    hollow: fate === 'quota' && order.sessionId === undefined,
    changed: trouble.changes && order.sandbox !== 'read-only',
    kept: () => run.kept.has(attempt),
  };
  all.turns.push(entered);
  return entered;
}

const ends = {
  well: 'answered',
  killed: 'killed',
  quota: 'failed',
  'time-out': 'timed-out',
  cancel: 'cancelled',
} as const;

function endOf(fate: Exclude<Fate, 'killed'>, turn: number, { sandbox, sessionId: resumed }: TurnOrder): TurnEnd {
  const sessionId = resumed ?? `0199aaaa-0000-7000-8000-${String(turn).padStart(12, '0')}`;
  switch (fate) {
    case 'well':
      return { kind: 'answered', sessionId, finalMessage: `From turn ${turn}.`, usage: undefined, sandbox };
    case 'quota':
      return { kind: 'failed', sessionId, code: 'quota', detail: 'You exceeded your current quota.' };
    case 'time-out':
      return { kind: 'timed-out', sessionId, after: 'wall', minutes: 30 };
    case 'cancel':
      return { kind: 'cancelled', sessionId };
  }
}

function known({ home }: Scene, { sessionId }: TurnOrder) {
  const transcript = sessionId === undefined ? undefined : home.get(`sessions/rollout-${sessionId}.jsonl`);
  const prompts = transcript?.toString('utf8').trim().split('\n') ?? [];
  return {
    resumes: sessionId,
    hadTranscript: transcript !== undefined,
    knows: new Set(prompts.flatMap((line) => (line === '' ? [] : tokensIn(String(JSON.parse(line)))))),
  };
}

/** Turns whose answers stand in a thread. */
export function visibleIn(all: Play, thread: Thread): readonly number[] {
  const said = saidIn(all);
  return said
    .filter((one) => threadKey(one.thread) === threadKey(thread))
    .filter(({ marker }) => marker.outcome === 'answered' && marker.from === undefined)
    .flatMap((one) => turnOf(said, one) ?? []);
}

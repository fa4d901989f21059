import type { RequestId } from '../request/request.ts';
import type { FakeWorkspace } from '../testing/index.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import type { Agent, TurnEnd, TurnOrder } from '../turn/turn.ts';
import type { Trouble } from './happening.ts';
import type { Play, Run } from './play.ts';
import { saidIn } from './replies.ts';

/** One turn that Codex took, and what it knew when it began. */
export interface TurnTaken {
  readonly run: Run;
  readonly thread: Thread;
  readonly requestId: RequestId;
  /** Requests in the transcript of the session that it resumed. */
  readonly knows: ReadonlySet<RequestId>;
  /** Requests whose answers stood in the thread when it began; with two runs at once, when its run began. */
  readonly visible: readonly RequestId[];
  readonly resumes: string | undefined;
  readonly hadTranscript: boolean;
  readonly end: TurnEnd['kind'];
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
  /** Requests of the thread that had their answers when the run began. */
  readonly answeredBefore: readonly RequestId[];
}

/** A Codex that says which turn its answer comes from, and writes the same into a file. */
export function scriptedCodex(scene: Scene): Agent {
  const { all, run, trouble, workspace, cancel } = scene;
  const { attempt } = run;
  let taken = 0;
  return {
    takeTurn: async (order) => {
      const mishap = trouble.mishap?.turn === taken ? trouble.mishap.end : undefined;
      const turn = all.turns.length;
      const requestId = requestOf(all, order.prompt);
      const sessionId = order.sessionId ?? `0199aaaa-0000-7000-8000-${String(turn).padStart(12, '0')}`;
      all.turns.push({
        ...known(scene, order),
        run,
        thread: run.asked.thread,
        requestId,
        end: mishap === undefined ? 'answered' : endOf[mishap],
        changed: trouble.changes,
        kept: () => run.kept.has(attempt),
      });
      taken += 1;
      all.world.clock.advance(30);
      if (trouble.changes) workspace.write(`${requestId}.txt`, `turn ${turn}`);
      switch (mishap) {
        case undefined:
          return {
            kind: 'answered',
            sessionId,
            finalMessage: `From turn ${turn}.`,
            usage: undefined,
            sandbox: order.sandbox,
          };
        case 'quota':
          return { kind: 'failed', sessionId, code: 'quota', detail: 'You exceeded your current quota.' };
        case 'time-out':
          return { kind: 'timed-out', sessionId, after: 'wall', minutes: 30 };
        case 'cancel':
          cancel();
          return { kind: 'cancelled', sessionId };
      }
    },
  };
}

const endOf = { quota: 'failed', 'time-out': 'timed-out', cancel: 'cancelled' } as const;

function known({ all, run, home, answeredBefore }: Scene, { sessionId }: TurnOrder) {
  const transcript = sessionId === undefined ? undefined : home.get(`sessions/rollout-${sessionId}.jsonl`);
  const prompts = transcript?.toString('utf8').trim().split('\n') ?? [];
  return {
    resumes: sessionId,
    hadTranscript: transcript !== undefined,
    knows: new Set(prompts.map((prompt) => requestOf(all, prompt))),
    visible: all.overlapped ? answeredBefore : answeredIn(all, run.asked.thread),
  };
}

/** Requests of a thread whose answers stand in it. */
export function answeredIn({ world, asked }: Play, thread: Thread): readonly RequestId[] {
  return saidIn(world, asked)
    .filter((one) => threadKey(one.thread) === threadKey(thread))
    .filter(({ marker }) => marker.outcome === 'answered' && marker.from === undefined)
    .map(({ marker }) => marker.requestId);
}

/** Each request's text carries its number; the opening one has none. What others said stands before the request. */
function requestOf({ asked }: Play, prompt: string): RequestId {
  const request = prompt.split('The request:').at(-1) ?? '';
  const number = /ask-(\d+)/.exec(request)?.[1];
  return asked[Number(number ?? 0)]?.request.id ?? 'issue-12';
}

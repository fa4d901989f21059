import { Failure } from '../failure/failure.ts';
import type { Ledger, TurnRecord } from '../ledger/ledger.ts';
import type { Request } from '../request/request.ts';
import type { ThreadState } from '../session/thread-state.ts';
import type { DrainOrder } from './drained.ts';
import { renderPrompt } from './prompt.ts';
import type { Agent, TurnEnd } from './turn.ts';

interface TurnContext {
  readonly state: ThreadState;
  readonly order: DrainOrder;
  readonly ledger: Ledger;
}

/** Takes one turn. Every end that we know is answered, also where Codex could not be made ready. */
export async function takeTurn(agent: () => Promise<Agent>, request: Request, context: TurnContext): Promise<TurnEnd> {
  const { state, order, ledger } = context;
  const { sessionId, sandbox } = ledger.settings;
  if (order.cancelled.aborted) return { kind: 'cancelled', sessionId };
  // A note on the workspace is news in the first turn only.
  const note = ledger.turns.length === state.ledger.turns.length ? state.workspace.note : undefined;
  const prompt = renderPrompt(request, {
    thread: state.thread,
    facts: state.facts,
    resumes: sessionId !== undefined,
    note,
  });
  try {
    const ready = await agent();
    const turn = { prompt, sessionId, sandbox, model: order.model, effort: order.effort };
    return unlessHollow(verified(await ready.takeTurn(turn, order.cancelled), { sessionId, sandbox }), sessionId);
  } catch (error) {
    // Getting ready may be cut short as well.
    if (order.cancelled.aborted) return { kind: 'cancelled', sessionId };
    if (!(error instanceof Failure)) throw error;
    return { kind: 'failed', sessionId, code: error.code, detail: error.what, fix: error.fix };
  }
}

/** A turn that ran in another session or another sandbox than the thread's is not an answer. */
function verified(end: TurnEnd, wanted: { readonly sessionId: string | undefined; readonly sandbox: string }): TurnEnd {
  if (end.kind !== 'answered') return end;
  const { sessionId } = end;
  if (wanted.sessionId !== undefined && sessionId !== wanted.sessionId) {
    return {
      kind: 'failed',
      sessionId: wanted.sessionId,
      code: 'session-mismatch',
      detail: `Codex answered in the session ${sessionId}, and the thread's is ${wanted.sessionId}.`,
    };
  }
  if (end.sandbox !== wanted.sandbox) {
    return {
      kind: 'failed',
      sessionId,
      code: 'sandbox',
      detail: `Codex ran in the sandbox ${end.sandbox}, and the thread's is ${wanted.sandbox}.`,
    };
  }
  return end;
}

/**
 * A new session that OpenAI refused at its first word holds no answer. It is forgotten: it would be sealed with the very
 * key that is to be replaced, and no later run could open it.
 */
function unlessHollow(end: TurnEnd, resumed: string | undefined): TurnEnd {
  const isHollow = end.kind === 'failed' && resumed === undefined && (end.code === 'auth' || end.code === 'quota');
  return isHollow ? { ...end, sessionId: undefined } : end;
}

interface TurnTimes {
  readonly order: DrainOrder;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly ledger: Ledger;
}

/** The turn as the ledger keeps it. */
export function turnRecord(end: TurnEnd, { order, startedAt, endedAt, ledger }: TurnTimes): TurnRecord {
  const sessionId = end.sessionId ?? ledger.settings.sessionId;
  return {
    sandbox: ledger.settings.sandbox,
    codexVersion: order.codexVersion,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    outcome: end.kind,
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(order.model === undefined ? {} : { model: order.model }),
    ...(order.effort === undefined ? {} : { effort: order.effort }),
    ...(end.kind === 'answered' && end.usage ? { tokens: end.usage } : {}),
    ...(end.kind === 'failed' ? { failure: end.code } : {}),
    ...(end.kind === 'timed-out' ? { failure: end.after === 'wall' ? ('timed-out' as const) : ('idle' as const) } : {}),
  };
}

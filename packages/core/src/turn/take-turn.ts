import type { Attached } from '../attachment/bring-attachments.ts';
import { Failure } from '../failure/failure.ts';
import type { ForkHead } from '../fork/fork-head.ts';
import { type ProposedPatch, patchDigest } from '../fork/proposed-patch.ts';
import type { Ledger, TurnRecord } from '../ledger/ledger.ts';
import type { Comment } from '../thread/conversation.ts';
import type { DrainOrder } from './drained.ts';
import type { Run } from './progress.ts';
import { renderPrompt } from './prompt.ts';
import type { Sandbox, TurnEnd } from './turn.ts';
import type { AskedTurn } from './work.ts';

interface TurnContext {
  readonly ledger: Ledger;
  readonly context: readonly Comment[];
  readonly attached: Attached;
}

/** Takes one turn. Every end that we know is answered, also where Codex could not be made ready. */
export async function takeTurn({ agent, state, order }: Run, asked: AskedTurn, turn: TurnContext): Promise<TurnEnd> {
  const { ledger, context, attached } = turn;
  const { sessionId } = ledger.settings;
  if (order.cancelled.aborted) return { kind: 'cancelled', sessionId, begun: false };
  const prompt = renderPrompt(asked.words, {
    thread: state.thread,
    facts: state.facts,
    resumes: sessionId !== undefined,
    // A note on the workspace is news in the first turn only.
    note: ledger.turns.length === state.ledger.turns.length ? state.workspace.note : undefined,
    context,
    attached: attached.to,
    mode: asked.mode,
    fork: state.fork && { ...state.fork, base: state.workspace.baseBranch, before: ledger.turns.at(-1)?.head },
  });
  try {
    const ready = await agent();
    const sandbox = sandboxOf(asked, ledger, state.fork);
    const pictures = attached.files.length === 0 ? {} : { pictures: attached.files };
    const requests = asked.requests.map(({ id }) => id);
    const turnOrder = { prompt, sessionId, sandbox, ...settingsOf(ledger, order), ...pictures, requests };
    const end = await ready.takeTurn(turnOrder, order.cancelled);
    return unlessHollow(verified(end, { sessionId, sandbox }), sessionId);
  } catch (error) {
    // Getting ready may be cut short as well.
    if (order.cancelled.aborted) return { kind: 'cancelled', sessionId, begun: false };
    if (!(error instanceof Failure)) throw error;
    return { kind: 'failed', sessionId, code: error.code, detail: error.what, fix: error.fix };
  }
}

/** A plan is made without hands, and so is what a stranger's files are read for; every other turn has the thread's sandbox. */
const sandboxOf = ({ mode }: AskedTurn, { settings }: Ledger, fork: ForkHead | undefined): Sandbox =>
  mode === 'plan' || fork !== undefined ? 'read-only' : settings.sandbox;

/** What a person set for the thread goes before what the workflow says. */
const settingsOf = ({ settings }: Ledger, order: DrainOrder) => ({
  model: settings.model ?? order.model,
  effort: settings.effort ?? order.effort,
});

/** A turn that ran in another session or another sandbox than the thread's is not an answer. */
function verified(end: TurnEnd, wanted: { readonly sessionId: string | undefined; readonly sandbox: string }): TurnEnd {
  if (end.kind !== 'answered') return end;
  const { sessionId } = end;
  const account = end.account ? { account: end.account } : {};
  if (wanted.sessionId !== undefined && sessionId !== wanted.sessionId) {
    return {
      ...account,
      kind: 'failed',
      sessionId: wanted.sessionId,
      code: 'session-mismatch',
      detail: `Codex answered in the session ${sessionId}, and the thread's is ${wanted.sessionId}.`,
    };
  }
  if (end.sandbox !== wanted.sandbox) {
    return {
      ...account,
      kind: 'failed',
      sessionId,
      code: 'sandbox',
      detail: `Codex ran in the sandbox ${end.sandbox}, and was to run in ${wanted.sandbox}.`,
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
  readonly asked: AskedTurn;
  readonly order: DrainOrder;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Set where the head is a stranger's. */
  readonly fork: ForkHead | undefined;
  readonly offered: ProposedPatch | undefined;
  /** As it was before the turn. */
  readonly ledger: Ledger;
  /** Length of the session's transcript before the turn. */
  readonly bytes: number | undefined;
}

/** The turn as the ledger keeps it. */
export function turnRecord(
  end: TurnEnd,
  { asked, order, startedAt, endedAt, ledger, bytes, fork, offered }: TurnTimes,
): TurnRecord {
  const sessionId = end.sessionId ?? ledger.settings.sessionId;
  const { model, effort } = settingsOf(ledger, order);
  return {
    sandbox: sandboxOf(asked, ledger, fork),
    codexVersion: order.codexVersion,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    outcome: end.kind,
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
    ...(asked.mode === undefined ? {} : { mode: asked.mode }),
    ...(fork === undefined ? {} : { head: fork.sha }),
    ...(offered === undefined ? {} : { offered: patchDigest(offered) }),
    ...(bytes === undefined ? {} : { rollout: { bytes } }),
    ...tokensOf(end),
    ...(end.kind === 'failed' ? { failure: end.code } : {}),
    ...(end.kind === 'timed-out' ? { failure: end.after === 'wall' ? ('timed-out' as const) : ('idle' as const) } : {}),
  };
}

/** They are spent also where there was no answer. */
function tokensOf(end: TurnEnd): Pick<TurnRecord, 'tokens'> {
  const tokens = end.kind === 'answered' ? (end.usage ?? end.account?.usage) : end.account?.usage;
  return tokens ? { tokens } : {};
}

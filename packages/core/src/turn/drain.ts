import { catalogue, type FailureCode } from '../failure/catalogue.ts';
import { Failure } from '../failure/failure.ts';
import { enterTurn, type Ledger, settle, type TurnRecord } from '../ledger/ledger.ts';
import { cursor, openRequests } from '../ledger/open-requests.ts';
import type { OutboxReply } from '../outbox/outbox.ts';
import { settles } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { texts } from '../reply/texts.ts';
import type { Request, RequestId } from '../request/request.ts';
import { requestsAmong } from '../request/requests-among.ts';
import type { ThreadState } from '../session/thread-state.ts';
import type { AdmissionPolicy, PermissionLookup } from '../standing/standing.ts';
import type { Conversation } from '../thread/conversation.ts';
import { renderPrompt } from './prompt.ts';
import type { Agent, TurnEnd } from './turn.ts';

export interface DrainPorts {
  readonly conversation: Pick<Conversation, 'commentsSince'>;
  readonly people: PermissionLookup;
  /** Gets Codex ready; called once, and only when there is a turn to take. */
  prepareAgent(): Promise<Agent>;
  /** Called after each turn: what a run has done must survive the end of its process. */
  keep(drained: Drained): Promise<void>;
  readonly now: () => Date;
}

export interface DrainOrder {
  readonly policy: AdmissionPolicy;
  readonly codexVersion: string;
  readonly model: string | undefined;
  readonly effort: string | undefined;
  readonly run: number;
  readonly cancelled: AbortSignal;
}

/** How a run's turns came out, as far as they got. */
export interface Drained {
  readonly ledger: Ledger;
  readonly replies: readonly OutboxReply[];
  readonly answered: readonly Request[];
  /** `nothing`: no request was open. `failed` carries the reason that the run ends red with. */
  readonly outcome: 'nothing' | 'answered' | 'refused' | 'cancelled' | 'failed';
  readonly failure: { readonly code: FailureCode; readonly what: string; readonly fix: string } | undefined;
}

/** Takes every open request of the thread in order, a turn each, then looks once more for new ones. */
export async function drain(ports: DrainPorts, state: ThreadState, order: DrainOrder): Promise<Drained> {
  let drained = settleRefusals(state, order);
  const agent = once(() => ports.prepareAgent());
  const first = await takeAll(ports, agent, { state, order, requests: state.open, drained });
  drained = first.drained;
  if (first.taken === 0) await ports.keep(drained);
  if (!first.mayGoOn || first.taken === 0) return drained;
  const late = await lookOnceMore(ports, state, order, drained.ledger);
  return (await takeAll(ports, agent, { state, order, requests: late, drained })).drained;
}

function settleRefusals(state: ThreadState, { run }: DrainOrder): Drained {
  let { ledger } = state;
  for (const { request } of state.refusals) ledger = settle(ledger, request, { state: 'refused', outboxRun: run });
  return {
    ledger,
    replies: state.refusals.map(({ reply }) => reply),
    answered: [],
    outcome: state.failure ? 'failed' : state.refusals.length > 0 ? 'refused' : 'nothing',
    failure: state.failure,
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

interface Batch {
  readonly state: ThreadState;
  readonly order: DrainOrder;
  readonly requests: readonly Request[];
  readonly drained: Drained;
}

async function takeAll(
  ports: DrainPorts,
  agent: () => Promise<Agent>,
  { state, order, requests, drained: before }: Batch,
): Promise<{ readonly drained: Drained; readonly taken: number; readonly mayGoOn: boolean }> {
  let drained = before;
  for (const [index, request] of requests.entries()) {
    const waiting = requests.length - index - 1;
    const startedAt = ports.now();
    const end = await takeTurn(agent, request, { state, order, ledger: drained.ledger });
    const turn = turnRecord(end, { order, startedAt, endedAt: ports.now(), ledger: drained.ledger });
    drained = record(drained, request, { end, turn, order, waiting, own: state.ownRequest });
    await ports.keep(drained);
    if (!mayGoOn(end)) return { drained, taken: index + 1, mayGoOn: false };
  }
  return { drained, taken: requests.length, mayGoOn: true };
}

/** What is wrong with one request says nothing of the next one; anything else would only fail again. */
function mayGoOn(end: TurnEnd): boolean {
  if (end.kind === 'failed') return end.code === 'prompt-too-long' || end.code === 'prompt-empty';
  return end.kind === 'answered';
}

interface TurnContext {
  readonly state: ThreadState;
  readonly order: DrainOrder;
  readonly ledger: Ledger;
}

async function takeTurn(agent: () => Promise<Agent>, request: Request, context: TurnContext): Promise<TurnEnd> {
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
    return verified(await ready.takeTurn(turn, order.cancelled), { sessionId, sandbox });
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

interface TurnTimes {
  readonly order: DrainOrder;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly ledger: Ledger;
}

function turnRecord(end: TurnEnd, { order, startedAt, endedAt, ledger }: TurnTimes): TurnRecord {
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

interface Ended {
  readonly end: TurnEnd;
  readonly turn: TurnRecord;
  readonly order: DrainOrder;
  readonly waiting: number;
  /** The request that this run was started for. */
  readonly own: RequestId;
}

/** Enters one turn into ledger and replies. A cancelled turn has no reply here: the notifier gives it. */
function record(drained: Drained, request: Request, { end, turn, order, waiting, own }: Ended): Drained {
  const outboxRun = order.run;
  const reply = { requestId: request.id, author: request.author.login };
  switch (end.kind) {
    case 'answered':
      return {
        ...drained,
        ledger: settle(drained.ledger, request, { state: 'answered', outboxRun, turn }),
        replies: [
          ...drained.replies,
          { ...reply, outcome: 'answered', text: answer(end.finalMessage), turn: facts(turn) },
        ],
        answered: [...drained.answered, request],
        outcome: drained.outcome === 'failed' ? 'failed' : 'answered',
      };
    case 'cancelled':
      return {
        ...drained,
        ledger: cancelledLedger(drained.ledger, request, { turn, order, own }),
        outcome: 'cancelled',
      };
    case 'timed-out':
    case 'failed': {
      const failure = explain(end);
      const kept = turn.sessionId === undefined ? texts.noSessionYet : texts.sessionKept;
      const session = turn.sessionId === undefined ? { session: 'none' as const } : {};
      const later = waiting > 0 && !mayGoOn(end) ? [texts.requestsWait(waiting)] : [];
      const text =
        end.kind === 'timed-out'
          ? [texts.timedOut(end), ...later].join('\n\n')
          : texts.failed(failure, [kept, ...later].join(' '));
      return {
        ...drained,
        ledger: settle(drained.ledger, request, { state: 'failed', outboxRun, turn }),
        replies: [...drained.replies, { ...reply, ...session, outcome: 'failed', failure: failure.code, text }],
        outcome: 'failed',
        failure,
      };
    }
  }
}

const answer = (finalMessage: string): string => finalMessage.trim() || '_Codex ended its turn without a message._';

function facts(turn: TurnRecord): NonNullable<OutboxReply['turn']> {
  const seconds = Math.round((Date.parse(turn.endedAt) - Date.parse(turn.startedAt)) / 1000);
  const tokens = turn.tokens ? turn.tokens.input + turn.tokens.output : 0;
  return { seconds, tokens, ...(turn.model === undefined ? {} : { model: turn.model }) };
}

/** The request of the cancelled run is told so and not repeated unasked; any other is still open for its own run. */
function cancelledLedger(
  ledger: Ledger,
  request: Request,
  { turn, order, own }: Pick<Ended, 'turn' | 'order' | 'own'>,
): Ledger {
  if (request.id !== own) return enterTurn(ledger, turn);
  return settle(ledger, request, { state: 'cancelled', outboxRun: order.run, turn });
}

function explain(end: Extract<TurnEnd, { kind: 'failed' | 'timed-out' }>): NonNullable<Drained['failure']> {
  if (end.kind === 'timed-out') {
    const code = end.after === 'wall' ? 'timed-out' : 'idle';
    return { code, what: `Codex was stopped after ${end.minutes} minutes.`, fix: catalogue[code].fix };
  }
  if (end.fix !== undefined) return { code: end.code, what: end.detail, fix: end.fix };
  return { code: end.code, what: `${catalogue[end.code].when} ${end.detail}`, fix: catalogue[end.code].fix };
}

async function lookOnceMore(
  { conversation, people }: DrainPorts,
  state: ThreadState,
  { policy }: DrainOrder,
  ledger: Ledger,
): Promise<readonly Request[]> {
  const comments = await conversation.commentsSince(state.thread, cursor(ledger));
  const markers = ownMarkers(comments, policy.ownLogin).map(({ marker }) => marker);
  const repliedTo = new Set(markers.filter((marker) => settles(marker)).map(({ requestId }) => requestId));
  const asked = await requestsAmong(people, comments, policy);
  const open = openRequests(ledger, { asked, repliedTo, askedAgain: undefined, ofThisRun: state.ownRequest });
  // A moved thread takes no new requests here: the pull request's link answers them in their own run.
  return state.movedTo === undefined ? open : [];
}

import { catalogue } from '../failure/catalogue.ts';
import { enterTurn, type Ledger, settle, type TurnRecord } from '../ledger/ledger.ts';
import type { OutboxReply } from '../outbox/outbox.ts';
import { texts } from '../reply/texts.ts';
import type { Request, RequestId } from '../request/request.ts';
import type { Drained, DrainOrder } from './drained.ts';
import type { TurnEnd } from './turn.ts';

interface Ended {
  readonly end: TurnEnd;
  readonly turn: TurnRecord;
  readonly order: DrainOrder;
  readonly waiting: number;
  /** The request that this run was started for. */
  readonly own: RequestId;
}

/** Enters one turn into ledger and replies. A cancelled turn has no reply here: the notifier gives it. */
export function recordTurn(drained: Drained, request: Request, { end, turn, order, waiting, own }: Ended): Drained {
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

/** What is wrong with one request says nothing of the next one; anything else would only fail again. */
export function mayGoOn(end: TurnEnd): boolean {
  if (end.kind === 'failed') return end.code === 'prompt-too-long' || end.code === 'prompt-empty';
  return end.kind === 'answered';
}

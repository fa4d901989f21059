import type { Unread } from '../attachment/bring-attachments.ts';
import type { ProposedPatch } from '../fork/proposed-patch.ts';
import { enterTurn, type Ledger, settleAll, type TurnRecord } from '../ledger/ledger.ts';
import type { OutboxReply } from '../outbox/outbox.ts';
import { say } from '../reply/say.ts';
import { texts } from '../reply/texts.ts';
import { withNotes } from '../reply/with-notes.ts';
import type { Request, RequestId } from '../request/request.ts';
import type { Drained, DrainOrder } from './drained.ts';
import { fenced } from './fenced.ts';
import { answersSeveral, replyTo } from './reply-to.ts';
import type { TurnEnd } from './turn.ts';
import { turnFacts } from './turn-facts.ts';
import type { AskedTurn } from './work.ts';

interface Ended {
  readonly end: TurnEnd;
  readonly turn: TurnRecord;
  /** A change that it proposes to a fork's commit. */
  readonly patch: ProposedPatch | undefined;
  /** What was attached, and could not be read. */
  readonly unread: readonly Unread[];
  readonly order: DrainOrder;
  readonly waiting: number;
  /** The request that this run was started for. */
  readonly own: RequestId;
  /** Address of the thread. */
  readonly page: string;
}

/** Enters one turn into ledger and replies. */
export function recordTurn(drained: Drained, asked: AskedTurn, ended: Ended): Drained {
  const { end, turn, page, patch, unread } = ended;
  const reply = replyTo(asked);
  switch (end.kind) {
    case 'answered': {
      const said = withNotes(answer(end, patch), [...refusals(end), ...unseen(unread)]);
      const text = [...answersSeveral(asked, page), said].filter((part) => part !== '').join('\n\n');
      return {
        ...drained,
        ledger: settleTurn(drained.ledger, asked, 'answered', ended),
        replies: [
          ...drained.replies,
          { ...reply, outcome: 'answered', text, ...(patch ? { patch } : {}), ...facts(ended) },
        ],
        answered: [...drained.answered, ...asked.requests.map((request) => asWorded(request, asked))],
        outcome: drained.outcome === 'failed' ? 'failed' : 'answered',
        ...(end.structured ? { structured: end.structured } : {}),
      };
    }
    case 'cancelled':
      return { ...drained, ...cancelled(drained, asked, ended), outcome: 'cancelled' };
    case 'timed-out':
    case 'failed': {
      const failure = explain(end);
      const session = turn.sessionId === undefined ? { session: 'none' as const } : {};
      const text = [...answersSeveral(asked, page), failedText(end, failure, ended)].join('\n\n');
      return {
        ...drained,
        ledger: settleTurn(drained.ledger, asked, 'failed', ended),
        replies: [
          ...drained.replies,
          { ...reply, ...session, outcome: 'failed', failure: failure.code, text, ...facts(ended) },
        ],
        outcome: 'failed',
        failure,
      };
    }
  }
}

/** A request with the words that Codex was given: they name its change better than the word that steers. */
function asWorded(request: Request, { words }: AskedTurn): Request {
  return words.find(({ id }) => id === request.id) ?? { ...request, text: words[0]?.text ?? request.text };
}

function settleTurn(
  ledger: Ledger,
  { requests: [first, ...rest], again }: AskedTurn,
  state: 'answered' | 'failed' | 'cancelled',
  { turn, order }: Ended,
): Ledger {
  const settled = settleAll(ledger, [first, ...rest], { state, outboxRun: order.run, turn });
  if (again === undefined) return settled;
  const requests = settled.requests.map((record) => (record.id === first.id ? { ...record, again } : record));
  return { ...settled, requests };
}

function failedText(
  end: Extract<TurnEnd, { kind: 'failed' | 'timed-out' }>,
  failure: NonNullable<Drained['failure']>,
  { turn, waiting }: Ended,
): string {
  const kept = keptText(end, turn);
  const later = waiting > 0 && !mayGoOn(end) ? [texts.requestsWait(waiting)] : [];
  return end.kind === 'timed-out'
    ? [texts.timedOut(end, turn.sessionId !== undefined), ...later].join('\n\n')
    : texts.failed(failure, [kept, ...later].join(' '));
}

function keptText(end: TurnEnd, { sessionId }: TurnRecord): string {
  if (sessionId === undefined) return texts.noSessionYet;
  // Neither a reply nor a retry would find what is missing.
  const isGone = end.kind === 'failed' && (end.code === 'session-missing' || end.code === 'session-mismatch');
  return isGone ? texts.sessionUnusable : texts.sessionKept;
}

const answer = (
  { finalMessage, structured }: Extract<TurnEnd, { kind: 'answered' }>,
  patch: Ended['patch'],
): string => {
  // Who answers with a patch alone has said something, though it stands elsewhere.
  const text = finalMessage.trim() || (patch ? '' : texts.noMessage);
  switch (structured?.kind) {
    case undefined:
      return text;
    case 'fits':
      return fenced(JSON.stringify(JSON.parse(structured.json), undefined, 2), 'json');
    case 'unfit':
      return withNotes(text, [texts.answerUnfit(structured.why)]);
  }
};

const refusals = ({ refusedHosts = [] }: Extract<TurnEnd, { kind: 'answered' }>): readonly string[] =>
  refusedHosts.length === 0 ? [] : [texts.hostsRefused(refusedHosts)];

const unseen = (unread: readonly Unread[]): readonly string[] =>
  unread.length === 0 ? [] : [texts.attachmentsUnread(unread)];

/** A turn that never began took nothing. */
function facts({ end, turn, order }: Ended): Pick<OutboxReply, 'turn'> {
  if (end.kind !== 'answered' && end.account === undefined) return {};
  return { turn: turnFacts(turn, end.account, order.prices ?? new Map()) };
}

/** What was running is not repeated unasked, whichever run it is of. What Codex was not told of is still open. */
function cancelled({ ledger, replies }: Drained, asked: AskedTurn, ended: Ended): Pick<Drained, 'ledger' | 'replies'> {
  const { end, turn, own, page } = ended;
  const isOwn = asked.requests.some(({ id }) => id === own);
  if (end.kind === 'cancelled' && end.begun === false && !isOwn) return { ledger: enterTurn(ledger, turn), replies };
  const settled = settleTurn(ledger, asked, 'cancelled', ended);
  // The notifier speaks to the request of the run alone.
  if (isOwn && asked.requests.every(({ id }) => id === own || id === asked.again)) return { ledger: settled, replies };
  const text = [...answersSeveral(asked, page), texts.cancelled(turn.sessionId !== undefined)].join('\n\n');
  return { ledger: settled, replies: [...replies, { ...replyTo(asked), outcome: 'cancelled', text, ...facts(ended) }] };
}

function explain(end: Extract<TurnEnd, { kind: 'failed' | 'timed-out' }>): NonNullable<Drained['failure']> {
  if (end.kind === 'timed-out') {
    const code = end.after === 'wall' ? 'timed-out' : 'idle';
    return { code, what: `Codex was stopped after ${end.minutes} minutes.`, fix: say(`failure.${code}.fix`) };
  }
  if (end.fix !== undefined) return { code: end.code, what: end.detail, fix: end.fix };
  const { code, detail } = end;
  return { code, what: `${say(`failure.${code}.when`)} ${detail}`, fix: say(`failure.${code}.fix`) };
}

/** What is wrong with one request says nothing of the next one; anything else would only fail again. */
export function mayGoOn(end: TurnEnd): boolean {
  if (end.kind === 'failed') return end.code === 'prompt-too-long' || end.code === 'prompt-empty';
  return end.kind === 'answered';
}

import { estimateCost, type OwnPrices } from '../cost/estimate-cost.ts';
import type { Ledger, RequestRecord } from '../ledger/ledger.ts';
import { branchName } from '../proposal/branch-name.ts';
import { coAuthor, commitSubject } from '../proposal/commit-message.ts';
import { isFinal } from '../reply/marker.ts';
import type { RequestId } from '../request/request.ts';
import type { ThreadState } from '../session/thread-state.ts';
import { threadKey } from '../thread/thread.ts';
import type { Drained } from '../turn/drained.ts';
import type { Review } from '../turn/review-change.ts';
import type { TurnAccount } from '../turn/turn.ts';
import {
  OUTBOX_VERSION,
  type Outbox,
  type OutboxChange,
  type OutboxReply,
  type ReviewFacts,
  requestsOfReply,
} from './outbox.ts';

export interface ComposeOrder {
  readonly run: number;
  readonly branchTemplate: string;
  /** Head branch of a pull request; an issue's branch comes from the template. */
  readonly headBranch: string;
  /** Binary patch of all that differs from the workspace's base; undefined when nothing does. */
  readonly patch: string | undefined;
  /** What a review said of it. */
  readonly review?: Review | undefined;
  /** What the team says that tokens cost. */
  readonly prices?: OwnPrices | undefined;
}

/** Puts together what the run wants to publish; undefined when that is nothing. */
export function composeOutbox(state: ThreadState, drained: Drained, order: ComposeOrder): Outbox | undefined {
  const carried = state.carried?.outbox;
  const own = drained.replies.map(withAsker(state));
  const replies = [...(carried?.replies ?? []).filter(isLeftBy(own)), ...own];
  const { fork } = state;
  const apply = drained.apply ?? carried?.apply;
  const change = changeOfRun(state, drained, order);
  if (replies.length === 0 && !change) return undefined;
  const told = new Set(replies.flatMap(requestsOfReply));
  const known = drained.ledger.requests.filter(({ id }) => told.has(id));
  const oldest = known.map(({ createdAt }) => createdAt).sort()[0] ?? drained.ledger.beganAt;
  return {
    version: OUTBOX_VERSION,
    thread: threadKey(state.thread),
    run: order.run,
    since: carried && carried.since < oldest ? carried.since : oldest,
    replies,
    proposal: {
      branch: threadBranch(state, order),
      base: state.workspace.baseBranch,
      title: change?.subject ?? state.facts.title,
      pushed: state.ledger.settings.branch !== undefined,
      ...(drained.openNow ? { openNow: true } : {}),
      ...(state.thread.kind === 'issue' ? { closes: state.thread.number } : {}),
    },
    ...(change ? { change } : {}),
    ...(fork ? { fork: { head: fork.sha } } : {}),
    ...(apply ? { apply } : {}),
    ...(state.movedTo === undefined ? {} : { movedTo: state.movedTo }),
  };
}

/** What an earlier attempt failed at, and told nobody, is not told once this one has dealt with all of it. */
function isLeftBy(own: readonly OutboxReply[]): (carried: OutboxReply) => boolean {
  const again = new Set(own.flatMap(requestsOfReply));
  return (reply) => isFinal(reply) || !requestsOfReply(reply).every((id) => again.has(id));
}

const withAsker =
  ({ ownRequest, asker }: ThreadState) =>
  (reply: OutboxReply): OutboxReply =>
    reply.requestId === ownRequest && reply.author !== asker.login ? { ...reply, asker: asker.login } : reply;

/** On a fork's head nobody may change anything, whatever is in the files. */
function changeOfRun(state: ThreadState, drained: Drained, order: ComposeOrder): OutboxChange | undefined {
  const { patch } = order;
  if (state.fork) return undefined;
  if (patch !== undefined) return reviewed(changeOf(state, drained, patch), order);
  const left = drained.takenBack.carried ? undefined : state.carried?.outbox.change;
  return left && reviewed(left, order);
}

/** What an earlier run said of a change counts as long as it is not looked at once more. */
function reviewed(change: OutboxChange, { review, prices = new Map() }: ComposeOrder): OutboxChange {
  if (review === undefined) return change;
  const { held: _, review: __, ...rest } = change;
  const took = review.account && reviewFacts(review.account, prices);
  return {
    ...rest,
    ...(review.kind === 'held' ? { held: review.why } : {}),
    ...(took === undefined ? {} : { review: took }),
  };
}

function reviewFacts({ usage, model }: TurnAccount, prices: OwnPrices): ReviewFacts | undefined {
  if (usage === undefined) return undefined;
  const cost = model === undefined ? undefined : estimateCost(usage, model, prices);
  return { usage, ...(model === undefined ? {} : { model }), ...(cost === undefined ? {} : { cost }) };
}

/** The branch that the thread's changes go to; it keeps its name when the title changes. */
function threadBranch({ thread, ledger, facts }: ThreadState, { branchTemplate, headBranch }: ComposeOrder): string {
  if (thread.kind === 'pr') return headBranch;
  return ledger.settings.branch ?? branchName(branchTemplate, thread, facts.title);
}

function changeOf(state: ThreadState, drained: Drained, patch: string): OutboxChange {
  const isLeft = state.carried?.applied && !drained.takenBack.carried;
  const carried = isLeft ? state.carried?.outbox.change : undefined;
  const { answered, ledger, takenBack } = drained;
  const cutOff = answered.length === 0 && !carried;
  const subject = subjectOf(state, answered, carried);
  const people = answered.map(({ author }) => author).filter(({ type }) => type === 'User');
  return {
    base: state.workspace.base,
    patch,
    subject: commitSubject(cutOff ? `Unfinished: ${subject}` : subject),
    requests: [...(carried?.requests ?? []), ...answered.map(({ id }) => id)],
    unfinished: cutOff ? lastSettled(ledger) : [],
    coAuthors: [...new Set([...(carried?.coAuthors ?? []), ...people.map(coAuthor)])],
    ...(takenBack.commits.length === 0 ? {} : { reverts: [...takenBack.commits] }),
  };
}

/** The requests of the turn that was settled last. */
function lastSettled({ requests }: Ledger): RequestId[] {
  const last = requests.at(-1);
  const isOfTurn = (record: RequestRecord): boolean =>
    record === last || (record.turn !== undefined && record.turn === last?.turn);
  return requests.filter(isOfTurn).map(({ id }) => id);
}

/** The newest request names the commit; a change that is only carried over keeps the name it had. */
function subjectOf({ facts }: ThreadState, answered: Drained['answered'], carried: OutboxChange | undefined): string {
  const last = answered.at(-1);
  if (last === undefined && carried) return carried.subject;
  return last === undefined || last.id.startsWith('issue-') ? facts.title : last.text;
}

/** The ledger as it is stored: it knows the branch from the first change on, where each reply waits, and counts this bundle. */
export function ledgerToKeep(ledger: Ledger, outbox: Outbox | undefined): Ledger {
  const branch = outbox?.change ? outbox.proposal.branch : ledger.settings.branch;
  // Replies that were carried over wait in this run's outbox now, in case that is not published either.
  const inOutbox = new Set(outbox?.replies.flatMap(requestsOfReply));
  const carriedFrom = new Set(ledger.requests.filter(({ id }) => inOutbox.has(id)).map(({ outboxRun }) => outboxRun));
  const runOf = ({ outboxRun }: RequestRecord): number =>
    outbox && carriedFrom.has(outboxRun) ? outbox.run : outboxRun;
  return {
    ...ledger,
    requests: ledger.requests.map((record) => ({ ...record, outboxRun: runOf(record) })),
    sequence: ledger.sequence + 1,
    settings: branch === undefined ? ledger.settings : { ...ledger.settings, branch },
  };
}

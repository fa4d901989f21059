import {
  type Admission,
  admit,
  type ConversationEvent,
  decideRoute,
  missedFilter,
  type RouteDecision,
  type RouterSettings,
  route,
  threadKey,
} from '@codex-worker/core';
import type { Rehearsal } from './rehearsal.ts';
import type { Objection, Verdict } from './verdict.ts';

/** What was decided, and by which question. */
export type Foreseen = Pick<
  Verdict,
  'decision' | 'reason' | 'saidNo' | 'thread' | 'requestId' | 'asker' | 'standing' | 'route' | 'would'
>;

/** Lets the router decide about an event, and finds the question that ended it. */
export async function foresee(
  { ports, deeds }: Rehearsal,
  event: ConversationEvent,
  settings: RouterSettings,
): Promise<Foreseen> {
  const decision = await decideRoute(ports, event, settings);
  const asking = event.kind === 'unserved' ? undefined : event;
  const admission = asking && (await admit(ports, asking.asker, settings.policy));
  // Who edits gives no standing to somebody else's words.
  const ofAuthor = asking?.request.edited && (await admit(ports, asking.request.author, settings.policy));
  const turnedAway = [admission, ofAuthor].flatMap((one) => (one?.kind === 'turned-away' ? [one.because] : []));
  return {
    decision: decision.kind,
    reason: decision.reason,
    saidNo: objection(event, decision, settings, turnedAway),
    // A run by hand may want an issue that is not open yet.
    thread: decision.kind === 'ignore' || decision.thread.number === 0 ? null : threadKey(decision.thread),
    requestId: asking?.request.id ?? null,
    asker: asking?.asker.login ?? null,
    standing: admission && 'because' in admission ? standingOf(admission) : null,
    route: 'start' in decision ? routeOf(decision) : null,
    would: deeds,
  };
}

const standingOf = ({ kind, because }: Admission & { readonly because: string }) => ({
  admitted: kind === 'admitted',
  because,
});

const routeOf = ({ start, ref, sha, base, fork }: Extract<RouteDecision, { readonly start: string }>) => ({
  ...{ start, ref, sha, base, fork },
});

/** The router gives a reason alone: the same questions, asked one by one, tell whose it is. */
function objection(
  event: ConversationEvent,
  decision: RouteDecision,
  settings: RouterSettings,
  turnedAway: readonly string[],
): Objection | null {
  if (decision.kind === 'refuse') return decision.code;
  if (decision.kind !== 'ignore') return null;
  if (event.kind === 'unserved') return 'event';
  if (route(event, settings).kind === 'ignore')
    return isFiltered(event, decision.reason, settings) ? 'filter' : 'trigger';
  return turnedAway.includes(decision.reason) ? 'standing' : 'thread';
}

function isFiltered(event: ConversationEvent, reason: string, { filter }: RouterSettings): boolean {
  return 'issue' in event && missedFilter(event.issue, filter) === reason;
}

import { Failure } from '../failure/failure.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isOn } from '../ledger/open-requests.ts';
import type { OwnReply } from '../ledger/settlement.ts';
import type { Listed } from '../request/look.ts';
import type { Request } from '../request/request.ts';
import type { Comment, ThreadFacts } from '../thread/conversation.ts';
import type { ArchivedFile } from './archive.ts';
import { BEGIN_ANEW, beginAt, beginningOf } from './begin.ts';
import type { FoundBundle } from './find-bundle.ts';
import type { RestoreOrder, RestorePorts } from './restore-order.ts';
import { withoutBundle } from './without-bundle.ts';

/** The session that the run goes on with, or why there is none. */
export type Session =
  | {
      readonly kind: 'found';
      readonly status: 'fresh' | 'resumed';
      readonly ledger: Ledger;
      readonly files: readonly ArchivedFile[];
      /** Whether no run of the thread has left a ledger. */
      readonly begins: boolean;
      /** The issue's own text, where the run that it started left no trace. */
      readonly opening?: Request;
      /** Whether the key that sealed it was replaced since. */
      readonly byOldKey?: boolean;
      /** All comments of the thread, where they were read. */
      readonly listed?: Listed;
      /** The newest comments, where a thread begins in which people may have talked before. */
      readonly newest?: readonly Comment[];
    }
  | { readonly kind: 'lost'; readonly status: 'expired' | 'untrusted'; readonly failure: Failure }
  /** People talk to each other here. */
  | { readonly kind: 'unasked' };

/** Decides by the bundle, by how the request may begin, and by what the worker has said in the thread. */
export async function chooseSession(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  found: FoundBundle,
): Promise<Session> {
  const begin = beginAt(order, beginningOf(order, facts));
  switch (found.kind) {
    case 'opened':
      return { kind: 'found', status: 'resumed', begins: false, ...found.contents, byOldKey: found.byOldKey };
    case 'refused':
      return order.start === 'anew' ? begin : { kind: 'lost', status: 'untrusted', failure: found.failure };
    case 'none':
      return withoutBundle(ports, order, facts, begin);
  }
}

/** A bundle that does not know an answer of the thread is an old one: going on from it would forget a turn. */
export function olderThanThread(ledger: Ledger, replies: readonly OwnReply[]): Failure | undefined {
  const unknown = replies.find(
    ({ marker, comment }) =>
      marker.outcome === 'answered' &&
      marker.from === undefined &&
      // A steering word that the router answered never was in a ledger.
      marker.session === undefined &&
      Date.parse(comment.createdAt) >= Date.parse(ledger.beganAt) &&
      !ledger.requests.some((record) => record.state === 'answered' && isOn(record, marker)),
  );
  if (!unknown) return undefined;
  return new Failure('bundle-untrusted', {
    what: `The newest session artifact is older than the thread: it does not know the answer ${unknown.comment.url}.`,
    fix: BEGIN_ANEW,
  });
}

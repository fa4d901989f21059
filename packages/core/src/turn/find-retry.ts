import type { Ledger } from '../ledger/ledger.ts';
import { texts } from '../reply/texts.ts';
import type { Request, RequestId } from '../request/request.ts';
import { admit } from '../standing/standing.ts';
import type { Progress, Run } from './progress.ts';

/** What `/codex retry` takes once more, or why there is nothing. */
export type Retry =
  | { readonly kind: 'found'; readonly request: Request }
  | { readonly kind: 'none'; readonly text: string };

/** The last request that failed or was cancelled, as it stands on GitHub now. */
export async function findRetry({ ports, state, order }: Run, ledger: Progress['drained']['ledger']): Promise<Retry> {
  const id = lastFailed(ledger) ?? openingOf(state.thread, ledger);
  if (id === undefined) return { kind: 'none', text: texts.nothingFailed };
  if (id.startsWith('dispatch-')) return { kind: 'none', text: texts.retryByHand };
  const request = await ports.conversation.request(state.thread, id);
  if (request === undefined) return { kind: 'none', text: texts.retryDeleted };
  const admission = await admit(ports.people, request.author, order.policy);
  return admission.kind === 'admitted' ? { kind: 'found', request } : { kind: 'none', text: texts.nothingFailed };
}

/** A record that only took another one up again is settled with that. */
const lastFailed = ({ requests }: Ledger): RequestId | undefined =>
  requests.findLast(({ state, again }) => again === undefined && (state === 'failed' || state === 'cancelled'))?.id;

/** A first turn that began no session leaves no ledger either: then the issue itself is what failed. */
const openingOf = ({ kind, number }: Run['state']['thread'], { turns }: Ledger): RequestId | undefined =>
  kind === 'issue' && turns.length === 0 ? `issue-${number}` : undefined;

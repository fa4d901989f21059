import type { FailureCode } from '../failure/catalogue.ts';
import { Failure } from '../failure/failure.ts';
import { authoriseHead } from '../fork/authorise-head.ts';
import type { ForkHead } from '../fork/fork-head.ts';
import { texts } from '../reply/texts.ts';
import { forkReason, isOfRepository, type PullRequestHead } from '../route/pull-request.ts';
import type { ThreadFacts } from '../thread/conversation.ts';
import type { RestoreOrder } from './restore-order.ts';

/** The branches of a thread. */
export type Head =
  | { readonly kind: 'own'; readonly branch: string; readonly base: string }
  | { readonly kind: 'fork'; readonly fork: ForkHead; readonly base: string }
  | { readonly kind: 'refused'; readonly code: FailureCode; readonly text: string };

/** The branches of a pull request as it is now, unless the router has looked them up already. */
export function headFor(order: RestoreOrder, { head }: ThreadFacts): Head {
  const { thread, branch, base, repository } = order;
  if (thread.kind === 'issue' || branch !== '') return { kind: 'own', branch, base };
  if (!head) {
    throw new Failure('thread-gone', {
      what: `There is no pull request #${thread.number}.`,
      fix: 'Ask again in a new issue.',
    });
  }
  return isOfRepository(head, repository)
    ? { kind: 'own', branch: head.headRef, base: head.baseRef }
    : ofFork(head, order);
}

function ofFork(head: PullRequestHead, { forks, sha, request }: RestoreOrder): Head {
  if (forks === 'refuse') return { kind: 'refused', code: 'fork-refused', text: texts.forkRefused(forkReason(head)) };
  const authorised = authoriseHead(head, { createdAt: request.createdAt, sha });
  if (authorised.kind === 'changed')
    return { kind: 'refused', code: 'fork-head-changed', text: texts.forkHeadChanged(authorised.reason) };
  const fork = { sha: authorised.sha, repository: head.headRepository ?? '' };
  return { kind: 'fork', fork, base: head.baseRef };
}

/** What a run on a fork's head is limited to: it reads, at one commit, and what was asked later has another run. */
export function limitedTo({ fork, base }: Extract<Head, { kind: 'fork' }>, order: RestoreOrder): RestoreOrder {
  const { createdAt } = order.request;
  const isEarlier = order.until !== undefined && Date.parse(order.until) < Date.parse(createdAt);
  return { ...order, fork, base, branch: '', sandbox: 'read-only', until: isEarlier ? order.until : createdAt };
}

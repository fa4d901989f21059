import { Failure } from '../failure/failure.ts';
import { forkReason } from '../route/pull-request.ts';
import type { RestoreOrder, RestorePorts } from './restore-order.ts';

/** The branches of a thread. */
export type Head =
  | { readonly kind: 'own'; readonly branch: string; readonly base: string }
  | { readonly kind: 'fork'; readonly reason: string };

/** The branches of a pull request, unless the router has looked them up already. */
export async function findHead(ports: RestorePorts, order: RestoreOrder): Promise<Head> {
  const { thread, branch, base, repository } = order;
  if (thread.kind === 'issue' || branch !== '') return { kind: 'own', branch, base };
  const head = await ports.pullRequestHead(thread.number);
  if (!head) {
    throw new Failure('thread-gone', {
      what: `There is no pull request #${thread.number}.`,
      fix: 'Ask again in a new issue.',
    });
  }
  if (head.headRepository?.toLowerCase() === repository.toLowerCase()) {
    return { kind: 'own', branch: head.headRef, base: head.baseRef };
  }
  return { kind: 'fork', reason: forkReason(head) };
}

import type { Ledger } from '../ledger/ledger.ts';
import type { OutboxApply } from '../outbox/outbox.ts';
import { texts } from '../reply/texts.ts';
import type { Request } from '../request/request.ts';
import type { Run } from '../turn/progress.ts';
import { mayApply, newestPatch } from './may-apply.ts';
import { type ProposedPatch, patchDigest } from './proposed-patch.ts';

interface AskedToApply {
  readonly text: string;
  readonly apply?: OutboxApply;
}

/** Finds the patch that a maintainer wants applied. The publisher applies it, and looks at all of this again. */
export async function askToApply(
  { ports, state, order }: Run,
  ledger: Ledger,
  request: Request,
): Promise<AskedToApply> {
  const refusal = await mayApply(ports.people, request);
  if (refusal !== undefined) return { text: refusal };
  const comments = await ports.conversation.newestComments(state.thread);
  const offered = newestPatch(comments, order.policy.ownLogin, request);
  if (!offered || !isOfSession(ledger, offered)) return { text: texts.nothingToApply };
  const apply = { requestId: request.id, head: offered.head, digest: patchDigest(offered) };
  return { text: texts.applyAsked(offered.head), apply };
}

/** Other workflows speak under the same login, and may repeat what anybody wrote: the sealed ledger knows our own offers. */
const isOfSession = ({ turns }: Ledger, offered: ProposedPatch): boolean =>
  turns.some((turn) => turn.offered === patchDigest(offered));

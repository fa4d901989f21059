import { Failure, failureOfEnd, isCut, type Outbox, type PostedReply, type ProposeEnd } from '@codex-worker/core';
import { info, output, type StateDirectory } from '@codex-worker/github';

/** What branch-pr did in the step before; without that step there was no change to publish. */
export async function readProposal(directory: StateDirectory): Promise<ProposeEnd> {
  return ((await directory.read('proposal.json')) as ProposeEnd | undefined) ?? { kind: 'none', leftOut: [] };
}

export function report(replies: readonly PostedReply[]): void {
  output('comment-ids', replies.map(({ commentId }) => commentId).join('\n'));
  output('urls', replies.map(({ url }) => url).join('\n'));
  for (const { requestId, url } of replies) info(`${requestId}: ${url}`);
}

/** Whether everything of the outbox is where people see it; otherwise a reply points to the artifact. */
export function isWhole(outbox: Outbox, end: ProposeEnd): boolean {
  const landed = end.kind === 'not-applied' || ('leftOut' in end && end.leftOut.length === 0);
  return landed && !outbox.replies.some(({ text }) => isCut(text));
}

/** The reply says so already; a run whose change was not delivered must not be green. */
export function endRed(end: ProposeEnd): void {
  const failure = failureOfEnd(end);
  // branch-pr has left it on the page of the run.
  if (failure) throw new Failure(failure.code, { ...failure, told: true });
}

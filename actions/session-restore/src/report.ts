import type { ThreadState } from '@codex-worker/core';
import { info, notice, output } from '@codex-worker/github';

/** Tells later steps and the reader of the log what was found. */
export function report(state: ThreadState, notes: readonly string[]): void {
  const { thread, status, ledger, open, refusals, carried, movedTo } = state;
  const { sessionId, branch } = ledger.settings;
  output('status', status);
  output('session-id', sessionId);
  output('open-requests', open.length);
  output('pending', isPending(state));
  output('branch', branch);
  output('pr-number', thread.kind === 'pr' ? thread.number : movedTo);
  info(
    `The session is ${status}${sessionId ? ` (${sessionId})` : ''}; ${open.length} open, ${refusals.length} answered without Codex.`,
  );
  if (carried) info(`${carried.outbox.replies.length} replies of earlier runs were never published; this run does it.`);
  for (const note of notes) notice(note, 'Session');
}

/** Whether there is something to do, or to publish. */
export const isPending = ({ open, refusals, carried }: ThreadState): boolean =>
  open.length > 0 || refusals.length > 0 || carried !== undefined;

import { OUTBOX_VERSION, type Outbox, shortDigest, type Thread, threadKey } from '@codex-worker/core';
import type { RunFacts } from '@codex-worker/github';

const MINUTE_MS = 60_000;
/** GitHub lets a run be run again for so long. */
const MONTH_MS = 31 * 24 * 60 * MINUTE_MS;

/** The text of a pipeline that asks in its own way, as the one reply of its run: a re-run finds it, and posts it no more. */
export function outboxOf(
  { thread, text, ownLogin }: { readonly thread: Thread; readonly text: string; readonly ownLogin: string },
  { runId, attempt }: Pick<RunFacts, 'runId' | 'attempt'>,
  now: Date,
): Outbox {
  const since = now.getTime() - (attempt === 1 ? MINUTE_MS : MONTH_MS);
  return {
    version: OUTBOX_VERSION,
    thread: threadKey(thread),
    run: runId,
    since: new Date(since).toISOString(),
    replies: [
      {
        requestId: `dispatch-${runId}`,
        author: ownLogin,
        textDigest: shortDigest(text),
        outcome: 'answered',
        text,
        // No session was kept, and none is missed where the thread goes on.
        session: 'none',
      },
    ],
    // Nothing is proposed.
    proposal: { branch: 'none', base: 'none', title: '', pushed: false },
  };
}

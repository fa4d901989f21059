import { Failure } from '../failure/failure.ts';
import { settle } from '../ledger/ledger.ts';
import type { Request } from '../request/request.ts';
import { endOf } from '../session/moved-thread.ts';
import { refuseAll } from '../session/refusal.ts';
import type { Progress, Run } from './progress.ts';

/** Why a thread takes no more turns: it was closed during the one before. Undefined as long as it goes on. */
export async function endedMeanwhile({ ports, state }: Run): Promise<string | undefined> {
  // What is carried over to a pull request is answered there, whatever becomes of the issue.
  if (state.movedTo !== undefined) return undefined;
  try {
    return endOf(state.thread, await ports.conversation.facts(state.thread));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    ports.warn(`GitHub did not tell whether the thread is still open: ${error.what} Its next request is taken.`);
    return undefined;
  }
}

/** Refuses what waits in a thread that has ended. */
export function refuseRest(
  progress: Progress,
  requests: readonly Request[],
  { text, run }: { readonly text: string; readonly run: number },
): Progress {
  const { drained } = progress;
  let { ledger } = drained;
  for (const request of requests) ledger = settle(ledger, request, { state: 'refused', outboxRun: run });
  const replies = [...drained.replies, ...refuseAll(requests, text).map(({ reply }) => reply)];
  return { ...progress, drained: { ...drained, ledger, replies } };
}

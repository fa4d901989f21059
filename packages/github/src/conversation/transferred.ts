import { Failure, type Thread } from '@codex-worker/core';

/** The failure of a thread that is elsewhere now. */
export function moved(thread: Thread, to: string | undefined): Failure {
  return new Failure('thread-gone', {
    what: `#${thread.number} was transferred${to === undefined ? '' : ` to ${to}`}.`,
    fix: 'Ask again there, or in a new issue.',
  });
}

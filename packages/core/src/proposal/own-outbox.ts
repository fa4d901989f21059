import { Failure } from '../failure/failure.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { threadKey } from '../thread/thread.ts';
import type { ProposeSettings } from './propose-settings.ts';

/** Refuses an outbox that wants what its thread cannot have asked for: whatever got out of the sandbox may have written it. */
export function refuseForeign({ thread: of, proposal }: Outbox, { thread, defaultBranch }: ProposeSettings): void {
  if (of !== threadKey(thread)) throw foreign(`it belongs to ${of}, not to ${threadKey(thread)}`);
  // The branch of a pull request is its head, whatever that is.
  if (thread.kind === 'pr') return;
  const { branch, base, closes } = proposal;
  if (closes !== thread.number) throw foreign(`it would close #${closes}, not #${thread.number}`);
  if (branch === defaultBranch || branch === base) throw foreign(`it would push to ${branch} without a pull request`);
}

function foreign(why: string): Failure {
  return new Failure('outbox-invalid', {
    what: `The outbox of the run is refused: ${why}.`,
    fix: 'Nothing of it was published. Read the log of the agent job: something there wrote the outbox that is not the worker.',
  });
}

import { Failure } from '../failure/failure.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { isOfRepository } from '../route/pull-request.ts';
import { threadKey } from '../thread/thread.ts';
import type { PublishQuestions } from './ports.ts';
import type { ProposeSettings } from './propose-settings.ts';

/** Refuses an outbox that wants what its thread cannot have asked for: whatever got out of the sandbox may have written it. */
export function refuseForeign({ thread: of, proposal }: Outbox, { thread, defaultBranch }: ProposeSettings): void {
  if (of !== threadKey(thread)) throw foreign(`it belongs to ${of}, not to ${threadKey(thread)}`);
  const { branch, base, closes } = proposal;
  if (thread.kind === 'pr') {
    if (closes !== undefined) throw foreign(`it would close #${closes}, and a pull request is for no issue`);
    // Its branch is its head, whatever that is.
    return;
  }
  if (closes !== thread.number) throw foreign(`it would close #${closes}, not #${thread.number}`);
  if (branch === defaultBranch || branch === base) throw foreign(`it would push to ${branch} without a pull request`);
  if (!namesThread(branch, thread.number)) throw foreign(`the branch ${branch} is none of #${thread.number}`);
}

/** Each template has the number in it, also one that the workflow had before: so every branch of the thread has. */
const namesThread = (branch: string, number: number): boolean => new RegExp(`(?<!\\d)${number}(?!\\d)`).test(branch);

/** Refuses a change of a pull request that does not go to its head, or whose head is a fork's: nobody writes there unasked. */
export async function refuseOtherHead(
  asking: Pick<PublishQuestions, 'pullRequestHead'>,
  { proposal }: Outbox,
  { thread, repositoryUrl }: ProposeSettings,
): Promise<void> {
  if (thread.kind !== 'pr') return;
  const head = await asking.pullRequestHead(thread.number);
  if (!head || !isOfRepository(head, repositoryOf(repositoryUrl)))
    throw foreign(`the head of #${thread.number} is no branch here`);
  if (head.headRef !== proposal.branch)
    throw foreign(`it would push to ${proposal.branch}, and the head of #${thread.number} is ${head.headRef}`);
}

/** `owner/name`, of the repository's address. */
export const repositoryOf = (repositoryUrl: string): string => new URL(repositoryUrl).pathname.slice(1);

function foreign(why: string): Failure {
  return new Failure('outbox-invalid', {
    what: `The outbox of the run is refused: ${why}.`,
    fix: 'Nothing of it was published. Read the log of the agent job: something there wrote the outbox that is not the worker.',
  });
}

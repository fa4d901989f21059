import type { Outbox } from '../outbox/outbox.ts';
import { withoutComments } from '../reply/without-comments.ts';
import { type Thread, threadKey } from '../thread/thread.ts';

/** Leaves room for what stands below the summary, within GitHub's 65,536 code points for a pull request. */
const LONGEST_SUMMARY = 20_000;

/** The body of the pull request: what Codex said it did, where it comes from, and the closing keyword. */
export function pullRequestBody(
  outbox: Outbox,
  { thread, defaultBranch }: { readonly thread: Thread; readonly defaultBranch: string },
): string {
  const answers = outbox.replies.filter(({ outcome }) => outcome === 'answered');
  const summary = [...withoutComments(answers.at(-1)?.text ?? '')].slice(0, LONGEST_SUMMARY).join('');
  const closes = outbox.proposal.closes;
  // GitHub closes by keyword only from the default branch; elsewhere the issue is named, not closed.
  const relation =
    closes === undefined ? '' : outbox.proposal.base === defaultBranch ? `Closes #${closes}` : `For #${closes}`;
  return [
    summary,
    '---',
    `Made by Codex for ${threadKey(thread).replace('-', ' #')}. Comment here to go on: this pull request is a conversation of its own.`,
    relation,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

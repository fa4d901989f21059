import type { Outbox } from '../outbox/outbox.ts';
import { defuse, withEndsClosed } from '../reply/defuse.ts';
import { hostOf, type LinkMode } from '../reply/defuse-rules.ts';
import { texts } from '../reply/texts.ts';
import type { Thread } from '../thread/thread.ts';

/** Together with the lines between them they stay within GitHub's 65,536 code points for a pull request. */
const LONGEST_SUMMARY = 20_000;
const LONGEST_TEMPLATE = 40_000;

/** What is known of the branch and the repository when the body is written. */
export interface About {
  /** First lines of the commits on the branch, where the run that opens it answers nothing itself. */
  readonly subjects: readonly string[];
  readonly template: string | undefined;
}

export interface BodySettings {
  readonly thread: Thread;
  readonly defaultBranch: string;
  readonly checksWait?: boolean;
  readonly links?: LinkMode;
  /** `https://github.com/owner/name` */
  readonly repositoryUrl?: string;
}

/** The body of the pull request: what Codex said it did, where it comes from, the closing keyword, the repository's own template. */
export function pullRequestBody(outbox: Outbox, settings: BodySettings, { subjects, template = '' }: About): string {
  const parts = [
    summaryOf(outbox, settings, subjects),
    '---',
    texts.pullRequestOrigin(settings.thread, settings.checksWait ?? false),
    relationOf(outbox, settings),
    firstOf(template.trim(), LONGEST_TEMPLATE),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** A reply that only asked for the pull request says nothing of the change. */
function summaryOf(
  { replies, proposal }: Outbox,
  { links = 'all', repositoryUrl }: BodySettings,
  subjects: readonly string[],
): string {
  const answers = replies.filter(({ outcome, turn }) => outcome === 'answered' && (!proposal.openNow || turn));
  const text = answers.at(-1)?.text ?? subjects.map((subject) => `- ${subject}`).join('\n');
  // Who merges by squashing may make the text that of a commit.
  const rules = { people: [], links, host: hostOf(repositoryUrl), closes: proposal.closes, isCommitText: true };
  return withEndsClosed(firstOf(defuse(text, rules), LONGEST_SUMMARY));
}

/** GitHub closes by keyword only from the default branch; elsewhere the issue is named, not closed. */
function relationOf({ proposal: { closes, base } }: Outbox, { defaultBranch }: BodySettings): string {
  if (closes === undefined) return '';
  return base === defaultBranch ? `Closes #${closes}` : `For #${closes}`;
}

const firstOf = (text: string, length: number): string =>
  text.length <= length ? text : [...text].slice(0, length).join('');

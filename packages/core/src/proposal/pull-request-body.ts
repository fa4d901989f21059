import type { Outbox } from '../outbox/outbox.ts';
import { cutText } from '../reply/cut-text.ts';
import { defuse, withEndsClosed } from '../reply/defuse.ts';
import { type DefuseRules, hostOf, type LinkMode } from '../reply/defuse-rules.ts';
import { texts } from '../reply/texts.ts';
import type { Thread } from '../thread/thread.ts';

/** How much of what others wrote a body takes. */
interface BodyRoom {
  readonly summary: number;
  readonly template: number;
}

/** Together with the lines between them they stay within GitHub's 65,536 code points for a pull request. */
const WHOLE_ROOM: BodyRoom = { summary: 20_000, template: 40_000 };

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
export function pullRequestBody(
  outbox: Outbox,
  settings: BodySettings,
  { subjects, template = '' }: About,
  room: BodyRoom = WHOLE_ROOM,
): string {
  const parts = [
    withinRoom(summaryOf(outbox, subjects), rulesFor(outbox, settings), room.summary),
    '---',
    texts.pullRequestOrigin(settings.thread, settings.checksWait ?? false),
    relationOf(outbox, settings),
    firstOf(template.trim(), room.template),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** A reply that only asked for the pull request says nothing of the change. */
function summaryOf({ replies, proposal }: Outbox, subjects: readonly string[]): string {
  const answers = replies.filter(({ outcome, turn }) => outcome === 'answered' && (!proposal.openNow || turn));
  return answers.at(-1)?.text ?? subjects.map((subject) => `- ${subject}`).join('\n');
}

/** Who merges by squashing may make the text that of a commit. */
const rulesFor = ({ proposal }: Outbox, { links = 'all', repositoryUrl }: BodySettings): DefuseRules => ({
  people: [],
  links,
  host: hostOf(repositoryUrl),
  closes: proposal.closes,
  isCommitText: true,
});

/** What was code in the whole may be none in what is left of it, so that this is made harmless. It may then be a little longer. */
function withinRoom(text: string, rules: DefuseRules, longest: number): string {
  const harmless = (part: string): string => withEndsClosed(defuse(part, rules));
  for (let length = Math.min(text.length, longest); length > 0; length = Math.floor(length / 2)) {
    const shown = harmless(cutText(text, length));
    if (shown.length <= longest * 1.1) return length === text.length ? shown : `${shown}\n\n…`;
  }
  return '';
}

/** GitHub closes by keyword only from the default branch; elsewhere the issue is named, not closed. */
function relationOf({ proposal: { closes, base } }: Outbox, { defaultBranch }: BodySettings): string {
  if (closes === undefined) return '';
  return base === defaultBranch ? `Closes #${closes}` : `For #${closes}`;
}

const firstOf = (text: string, length: number): string =>
  text.length <= length ? text : [...text].slice(0, length).join('');

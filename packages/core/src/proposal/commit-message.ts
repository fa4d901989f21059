import type { OutboxChange } from '../outbox/outbox.ts';
import { withoutClosing } from '../reply/closing-keyword.ts';
import { withoutHidden } from '../reply/hidden-characters.ts';
import type { Person } from '../standing/standing.ts';

/** The name of the trailer that says which request a commit answers. */
export const REQUEST_TRAILER = 'Codex-Request';
/** A cut-off turn's request may be asked again, so its commit must not count as the answer. */
export const UNFINISHED_TRAILER = 'Codex-Unfinished';
/** Names a commit that this one takes back. */
export const REVERTS_TRAILER = 'Codex-Reverts';

/** Subject, then trailers: what for, what it takes back, and who asked. It closes nothing but the issue that it is for. */
export function commitMessage(
  { subject, requests, unfinished, reverts = [], coAuthors }: OutboxChange,
  closes?: number,
): string {
  const trailers = [
    ...requests.map((id) => `${REQUEST_TRAILER}: ${id}`),
    ...unfinished.map((id) => `${UNFINISHED_TRAILER}: ${id}`),
    ...reverts.map((sha) => `${REVERTS_TRAILER}: ${sha}`),
    // A line end in a name would begin a trailer of somebody else's making.
    ...coAuthors.map((person) => `Co-authored-by: ${person.replace(/\p{Cc}+/gu, ' ')}`),
  ];
  return `${commitSubject(subject, closes)}\n\n${trailers.join('\n')}\n`;
}

/**
 * One line of at most 72 characters that git does not read as a comment or an option, and that does nothing on GitHub: it
 * notifies nobody, keeps no checks from running, and closes nothing but the issue that it is for.
 */
export function commitSubject(text: string, closes?: number): string {
  const line = (text.split('\n').find((l) => l.trim() !== '') ?? '').replace(/\p{Cc}/gu, ' ');
  const plain = withoutEffects(withoutHidden(line).trim(), closes).replace(/^[#\s-]+/, '') || 'Changes by Codex';
  return [...plain].length <= 72 ? plain : `${[...plain].slice(0, 71).join('')}…`;
}

/**
 * In plain text nothing can be put between: what has an effect is written in other words. A sign that is left out may bring a
 * keyword to its reference, so these come after.
 */
function withoutEffects(line: string, closes: number | undefined): string {
  const unsigned = line.replace(/(?<![a-z\d])@+(?=[a-z\d])/gi, '');
  return withoutClosing(unsigned, closes).replace(/\[((?:skip|no) ci|ci skip|skip actions|actions skip)\]/gi, '($1)');
}

/** GitHub's no-reply address credits the person without publishing an address of theirs. */
export const coAuthor = ({ login, id }: Person): string => `${login} <${id}+${login}@users.noreply.github.com>`;

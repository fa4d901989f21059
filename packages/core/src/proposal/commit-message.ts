import type { OutboxChange } from '../outbox/outbox.ts';

/** The name of the trailer that says which request a commit answers. */
export const REQUEST_TRAILER = 'Codex-Request';
/** A cut-off turn's request may be asked again, so its commit must not count as the answer. */
export const UNFINISHED_TRAILER = 'Codex-Unfinished';
/** Names a commit that this one takes back. */
export const REVERTS_TRAILER = 'Codex-Reverts';

/** Subject, then trailers: what for, what it takes back, and who asked. */
export function commitMessage({ subject, requests, unfinished, reverts = [], coAuthors }: OutboxChange): string {
  const trailers = [
    ...requests.map((id) => `${REQUEST_TRAILER}: ${id}`),
    ...unfinished.map((id) => `${UNFINISHED_TRAILER}: ${id}`),
    ...reverts.map((sha) => `${REVERTS_TRAILER}: ${sha}`),
    // A line end in a name would begin a trailer of somebody else's making.
    ...coAuthors.map((person) => `Co-authored-by: ${person.replace(/\p{Cc}+/gu, ' ')}`),
  ];
  return `${commitSubject(subject)}\n\n${trailers.join('\n')}\n`;
}

/** One line of at most 72 characters that git does not read as a comment or an option. */
export function commitSubject(text: string): string {
  const line = (text.split('\n').find((l) => l.trim() !== '') ?? '').replace(/\p{Cc}/gu, ' ').trim();
  const plain = line.replace(/^[#\s-]+/, '') || 'Changes by Codex';
  return [...plain].length <= 72 ? plain : `${[...plain].slice(0, 71).join('')}…`;
}

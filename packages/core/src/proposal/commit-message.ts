import type { OutboxChange } from '../outbox/outbox.ts';

/** The name of the trailer that says which request a commit answers. */
export const REQUEST_TRAILER = 'Codex-Request';

/** Subject, then trailers: who asked, and for what. */
export function commitMessage({ subject, requests, coAuthors }: OutboxChange): string {
  const trailers = [
    ...requests.map((id) => `${REQUEST_TRAILER}: ${id}`),
    ...coAuthors.map((person) => `Co-authored-by: ${person}`),
  ];
  return `${commitSubject(subject)}\n\n${trailers.join('\n')}\n`;
}

/** One line of at most 72 characters that git does not read as a comment or an option. */
export function commitSubject(text: string): string {
  const line = (text.split('\n').find((l) => l.trim() !== '') ?? '').replace(/\p{Cc}/gu, ' ').trim();
  const plain = line.replace(/^[#\s-]+/, '') || 'Changes by Codex';
  return [...plain].length <= 72 ? plain : `${[...plain].slice(0, 71).join('')}…`;
}

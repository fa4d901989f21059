import { whyUnread } from '../reply/attachment-texts.ts';
import type { AttachedThere, Unread } from './bring-attachments.ts';

/** What Codex is told of what came with a text: which of the pictures that it sees, and what it does not see. */
export function attachedPrompt(there: AttachedThere | undefined): string {
  if (!there) return '';
  const pictures = there.pictures.map(({ number, name }) => `[Image #${number}] is ${JSON.stringify(name)}`);
  const seen = pictures.length === 0 ? [] : [`(Its pictures: ${pictures.join(', ')}.)`];
  const unread =
    there.unread.length === 0 ? [] : [`(Attached to it, and not to be read here: ${named(there.unread)}.)`];
  return [...seen, ...unread].join('\n');
}

const MOST_NAMED = 20;

function named(unread: readonly Unread[]): string {
  const names = unread.slice(0, MOST_NAMED).map(({ name, why }) => `${JSON.stringify(name)} (${whyUnread(why)})`);
  return [...names, ...(unread.length > MOST_NAMED ? [`and ${unread.length - MOST_NAMED} more`] : [])].join(', ');
}

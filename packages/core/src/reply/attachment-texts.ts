import type { WhyUnread } from '../attachment/attachment.ts';
import { cutText } from './cut-text.ts';

/** Why an attachment is not read, as the end of a sentence. */
export const whyUnread: Readonly<Record<WhyUnread, string>> = {
  file: 'only pictures are read',
  video: 'videos are not read',
  elsewhere: 'it is on another host: attach it here',
  'too-many': 'ten pictures fit into a turn',
  'too-large': 'it is larger than 10 MB',
  'too-many-pixels': 'it has more than 60 million pixels',
  'no-picture': 'it is no PNG, JPEG, GIF or WebP, or says to be another',
  expired: 'GitHub did not hand it out',
  unreachable: 'its download failed',
};

const MOST_NAMED = 10;
const LONGEST_NAME = 100;

/** What a person reads of what they attached. */
export const attachmentTexts = {
  attachmentsUnread: (unread: readonly { readonly name: string; readonly why: WhyUnread }[]): string => {
    const names = unread.slice(0, MOST_NAMED).map(({ name, why }) => `${asCode(name)} (${whyUnread[why]})`);
    const more = unread.length > MOST_NAMED ? [`and ${unread.length - MOST_NAMED} more`] : [];
    return `<sub>Attached, and not seen by Codex: ${[...names, ...more].join(', ')}.</sub>`;
  },
} as const;

/** A name on one line, which nothing in it ends. */
const asCode = (name: string): string =>
  `\`${cutText(name.replaceAll(/\s+/g, ' ').replaceAll('`', "'"), LONGEST_NAME)}\``;

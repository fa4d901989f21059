import type { WhyUnread } from '../attachment/attachment.ts';
import { english } from './english.ts';
import { inCode } from './in-code.ts';
import { say } from './say.ts';

/** Why an attachment is not read, as the end of a sentence, for Codex. */
export const whyUnread = (why: WhyUnread): string => english[`attachment.${why}`];

const MOST_NAMED = 10;

/** What a person reads of what they attached. */
export const attachmentTexts = {
  attachmentsUnread: (unread: readonly { readonly name: string; readonly why: WhyUnread }[]): string => {
    const named = unread.slice(0, MOST_NAMED);
    const names = named.map(({ name, why }) =>
      say('attachmentsUnread.one', { name: inCode(name), why: say(`attachment.${why}`) }),
    );
    const count = unread.length - MOST_NAMED;
    const all = count > 0 ? [...names, say('attachmentsUnread.more', { count })] : names;
    return say('attachmentsUnread', { names: all.join(', ') });
  },
};

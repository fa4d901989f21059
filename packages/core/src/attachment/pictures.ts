import type { WhyUnread } from './attachment.ts';

/** Brings pictures that people attached to this machine, from GitHub and from nowhere else. */
export interface Pictures {
  /** The same picture is brought once; its file stays as long as the run. It never throws. */
  bring(url: string): Promise<BroughtPicture>;
}

export type BroughtPicture =
  | { readonly kind: 'there'; readonly file: string }
  | { readonly kind: 'unread'; readonly why: WhyUnread };

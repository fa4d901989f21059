/** `all` keeps links; `plain` shows those to other hosts as text. Images of other hosts are never shown. */
export type LinkMode = 'all' | 'plain';

/** Where a text is to stand, and what it may do there. */
export interface DefuseRules {
  /** Logins of those who hear of the text anyway: they may be mentioned. */
  readonly people: readonly string[];
  readonly links: LinkMode;
  /** `github.com`: what is there is no other host's. */
  readonly host: string;
  /** The issue of this repository that the text may close. */
  readonly closes?: number | undefined;
  /** The text may become that of a commit, where code is read like any other words. */
  readonly isCommitText?: boolean;
}

/** Nobody sees it, and nothing that GitHub looks for goes on across it. An entity would show as such where it stands in code. */
export const BREAK = '\u200b';

/** The host of an address of GitHub's. */
export const hostOf = (url = 'https://github.com'): string => new URL(url).host.toLowerCase();

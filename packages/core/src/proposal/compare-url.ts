import type { Outbox } from '../outbox/outbox.ts';
import { commitSubject } from './commit-message.ts';
import { type About, type BodySettings, pullRequestBody } from './pull-request-body.ts';

/** GitHub answers 414 to addresses of somewhat more than 8,000 characters. */
const LONGEST_URL = 6000;

/** The page that compares two branches, and can open a pull request. */
export const comparePage = (repositoryUrl: string, base: string, branch: string): string =>
  `${repositoryUrl}/compare/${encodeURIComponent(base)}...${encodeURIComponent(branch)}`;

/** The page that opens the pull request by hand, with its title and its body, shortened to what an address holds. */
export function compareUrl(
  outbox: Outbox,
  settings: BodySettings & { readonly repositoryUrl: string },
  about: About,
): string {
  const { branch, base, title } = outbox.proposal;
  const page = comparePage(settings.repositoryUrl, base, branch);
  for (let length = LONGEST_URL; ; length = Math.floor(length / 2)) {
    const body = pullRequestBody(outbox, settings, about, { summary: length, template: length });
    // It leaves no bracket as it is, so the address can stand in a Markdown link.
    const fields = new URLSearchParams({
      expand: '1',
      title: commitSubject(title, outbox.proposal.closes),
      body,
    });
    const url = `${page}?${fields}`;
    if (url.length <= LONGEST_URL || length === 0) return url;
  }
}

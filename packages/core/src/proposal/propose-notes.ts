import type { Outbox } from '../outbox/outbox.ts';
import { compareUrl } from './compare-url.ts';
import type { NothingLost, ProposalNote } from './propose-end.ts';
import type { ProposeSettings } from './propose-settings.ts';
import type { About } from './pull-request-body.ts';

/** Nothing was published. */
export const none = (): NothingLost => ({ kind: 'none', leftOut: [] });

/** An end with more that people should know. */
export function noted(end: NothingLost, more: readonly ProposalNote[]): NothingLost {
  return more.length === 0 ? end : { ...end, notes: [...(end.notes ?? []), ...more] };
}

/** A pull request ends the thread, so it takes an answer: work that was cut off is only pushed. */
export const isAnswered = ({ replies }: Pick<Outbox, 'replies'>): boolean =>
  replies.some(({ outcome, steers }) => outcome === 'answered' && !steers);

export const openAlready = (pullRequest: number): ProposalNote => ({ kind: 'open-already', pullRequest });

export function nothingToOpen({ proposal: { openNow } }: Outbox): NothingLost {
  return noted(none(), openNow ? [{ kind: 'nothing-to-open' }] : []);
}

export const forbidden = (outbox: Outbox, settings: ProposeSettings, about: About): ProposalNote => ({
  kind: 'forbidden',
  compareUrl: compareUrl(outbox, settings, about),
});

import type { Outbox } from '../outbox/outbox.ts';
import { openPullRequest } from './open-pull-request.ts';
import type { Proposals, PullRequest, PushEnd } from './ports.ts';
import type { Landed, NothingLost } from './propose-end.ts';
import { forbidden, isAnswered, noted, openAlready } from './propose-notes.ts';
import type { ProposeSettings } from './propose-settings.ts';
import type { About } from './pull-request-body.ts';

type Pushed = Extract<PushEnd, { kind: 'pushed' | 'already-there' }> & {
  /** Whether the branch was made for this very change. */
  readonly isNew?: boolean;
};

/** A change that is on its branch goes into the pull request that is there, or into a new one where one is wanted. */
export async function proposeLanded(
  proposals: Proposals,
  outbox: Outbox,
  settings: ProposeSettings,
  pushed: Pushed,
): Promise<NothingLost> {
  const { branch, openNow } = outbox.proposal;
  const landed: Landed = { branch, sha: pushed.sha, leftOut: pushed.kind === 'pushed' ? pushed.leftOut : [] };
  const about: About = { template: pushed.template, subjects: [] };
  if (settings.thread.kind === 'pr') return inOwnPullRequest(outbox, settings, landed);
  if (settings.pullRequest === 'never') {
    return noted({ kind: 'pushed', ...landed }, openNow ? [forbidden(outbox, settings, about)] : []);
  }
  // No run has opened a pull request from a branch that was not there: that saves a call.
  const isFirst = pushed.isNew === true && !outbox.proposal.pushed;
  const existing = isFirst ? undefined : await proposals.findByHead(branch);
  if (existing?.state === 'open') return continued(proposals, outbox, settings, { landed, existing });
  if (isWanted(outbox, settings, existing)) {
    const end = await openPullRequest(proposals, outbox, settings, { landed, about });
    if (end) return end;
  }
  const waits = settings.pullRequest === 'on-request' && !openNow && !existing;
  return noted({ kind: 'pushed', ...landed }, waits ? [{ kind: 'on-request' }] : []);
}

function inOwnPullRequest(
  { proposal: { openNow } }: Outbox,
  { thread: { number }, repositoryUrl }: ProposeSettings,
  landed: Landed,
): NothingLost {
  const end = { kind: 'updated', ...landed, pullRequest: number, url: `${repositoryUrl}/pull/${number}` } as const;
  return noted(end, openNow ? [openAlready(number)] : []);
}

/** A pull request that a person closed is opened a second time only if a person asks for it. */
function isWanted(outbox: Outbox, { pullRequest }: ProposeSettings, closed: PullRequest | undefined): boolean {
  return outbox.proposal.openNow === true || (isAnswered(outbox) && pullRequest === 'auto' && !closed);
}

interface Existing {
  readonly landed: Landed;
  readonly existing: PullRequest;
}

/** Told late or not: a pull request younger than the requests it answers was opened for them, and its run was cut off. */
async function continued(
  proposals: Proposals,
  { since, movedTo, proposal: { openNow } }: Outbox,
  { labels = [], reviewers = [] }: ProposeSettings,
  { landed, existing: { createdAt, number, url } }: Existing,
): Promise<NothingLost> {
  const isNews = Date.parse(createdAt) >= Date.parse(since) && movedTo === undefined;
  if (!isNews) {
    const end = { kind: 'updated', ...landed, pullRequest: number, url } as const;
    return noted(end, openNow ? [openAlready(number)] : []);
  }
  const refused = await proposals.equip(number, { labels, reviewers });
  return noted({ kind: 'opened', ...landed, pullRequest: number, url }, refused);
}

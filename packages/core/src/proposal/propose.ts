import type { Outbox } from '../outbox/outbox.ts';
import type { Thread } from '../thread/thread.ts';
import { commitMessage, commitSubject } from './commit-message.ts';
import type { Proposals, Publisher, PullRequest, PushEnd } from './ports.ts';
import { pullRequestBody } from './pull-request-body.ts';

/** What became of a run's change. */
export type ProposeEnd =
  | { readonly kind: 'none'; readonly leftOut: readonly string[] }
  | {
      readonly kind: 'opened';
      readonly branch: string;
      readonly sha: string;
      readonly pullRequest: number;
      readonly url: string;
      readonly leftOut: readonly string[];
    }
  | {
      readonly kind: 'updated';
      readonly branch: string;
      readonly sha: string;
      readonly pullRequest: number;
      readonly url: string;
      readonly leftOut: readonly string[];
    }
  | { readonly kind: 'pushed'; readonly branch: string; readonly sha: string; readonly leftOut: readonly string[] }
  | {
      readonly kind: 'not-permitted';
      readonly branch: string;
      readonly sha: string;
      readonly compareUrl: string;
      readonly leftOut: readonly string[];
    }
  | { readonly kind: 'conflicts'; readonly branch: string; readonly detail: string }
  | { readonly kind: 'refused'; readonly branch: string; readonly detail: string };

export interface ProposePorts {
  readonly publisher: Publisher;
  readonly proposals: Proposals;
}

export interface ProposeSettings {
  readonly thread: Thread;
  readonly pullRequest: 'auto' | 'never';
  readonly draft: boolean;
  readonly defaultBranch: string;
  /** `https://github.com/owner/name` */
  readonly repositoryUrl: string;
}

/** Publishes the change of an outbox: one commit, one push, then the pull request. Safe to repeat after each step. */
export async function propose(ports: ProposePorts, outbox: Outbox, settings: ProposeSettings): Promise<ProposeEnd> {
  const { change, proposal } = outbox;
  const { branch } = proposal;
  if (!change) return proposal.pushed ? openLate(ports.proposals, outbox, settings) : { kind: 'none', leftOut: [] };
  const pushed = await ports.publisher.push({
    base: change.base,
    patch: change.patch,
    requests: change.requests,
    branch,
    startsFrom: proposal.base,
    message: commitMessage(change),
  });
  switch (pushed.kind) {
    case 'conflicts':
    case 'refused':
      return { ...pushed, branch };
    case 'nothing':
      return { kind: 'none', leftOut: pushed.leftOut };
    case 'pushed':
    case 'already-there':
      return openOnce(ports.proposals, outbox, settings, pushed);
  }
}

/** An answer without a change of its own may complete what a cut-off turn had pushed. */
async function openLate(proposals: Proposals, outbox: Outbox, settings: ProposeSettings): Promise<ProposeEnd> {
  const { branch } = outbox.proposal;
  const wanted = settings.thread.kind === 'issue' && settings.pullRequest === 'auto' && isAnswered(outbox);
  // The push may have been refused: then there is nothing to complete.
  const isThere = wanted && (await proposals.branchesStartingWith(branch)).includes(branch);
  if (!isThere || (await proposals.findByHead(branch))) return { kind: 'none', leftOut: [] };
  return open(proposals, outbox, settings, { branch, sha: '', leftOut: [] });
}

/** A pull request ends the thread, so it takes an answer: work that was cut off is only pushed. */
const isAnswered = ({ replies }: Outbox): boolean => replies.some(({ outcome }) => outcome === 'answered');

type Landed = Extract<PushEnd, { kind: 'pushed' | 'already-there' }>;

async function openOnce(
  proposals: Proposals,
  outbox: Outbox,
  settings: ProposeSettings,
  landed: Landed,
): Promise<ProposeEnd> {
  const { branch } = outbox.proposal;
  const leftOut = landed.kind === 'pushed' ? landed.leftOut : [];
  const { sha } = landed;
  if (settings.thread.kind === 'pr') {
    const number = settings.thread.number;
    return {
      kind: 'updated',
      branch,
      sha,
      leftOut,
      pullRequest: number,
      url: `${settings.repositoryUrl}/pull/${number}`,
    };
  }
  if (settings.pullRequest === 'never') return { kind: 'pushed', branch, sha, leftOut };
  const existing = await proposals.findByHead(branch);
  // A pull request that this very run opened before it was cut off is still news to the thread.
  if (existing?.state === 'open')
    return { kind: openedBy(outbox, existing), branch, sha, leftOut, pullRequest: existing.number, url: existing.url };
  // A pull request that a person closed is not opened a second time.
  if (existing || !isAnswered(outbox)) return { kind: 'pushed', branch, sha, leftOut };
  return open(proposals, outbox, settings, { branch, sha, leftOut });
}

/** Told late or not: a pull request younger than the requests it answers was opened for them. */
function openedBy(outbox: Outbox, existing: PullRequest): 'opened' | 'updated' {
  return Date.parse(existing.createdAt) >= Date.parse(outbox.since) && outbox.movedTo === undefined
    ? 'opened'
    : 'updated';
}

async function open(
  proposals: Proposals,
  outbox: Outbox,
  settings: ProposeSettings,
  landed: { readonly branch: string; readonly sha: string; readonly leftOut: readonly string[] },
): Promise<ProposeEnd> {
  const { branch, base, title } = outbox.proposal;
  const end = await proposals.open({
    branch,
    base,
    title: commitSubject(title),
    body: pullRequestBody(outbox, settings),
    draft: settings.draft,
  });
  if (end.kind === 'opened') {
    return { kind: 'opened', ...landed, pullRequest: end.pullRequest.number, url: end.pullRequest.url };
  }
  const compareUrl = `${settings.repositoryUrl}/compare/${encodeURIComponent(base)}...${encodeURIComponent(branch)}?expand=1`;
  return { kind: 'not-permitted', ...landed, compareUrl };
}

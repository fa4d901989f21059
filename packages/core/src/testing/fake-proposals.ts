import type { Proposals, PullRequest } from '../proposal/ports.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import type { FakeRepository } from './fake-repository.ts';

export interface FakePullRequest extends PullRequest {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
}

/** Pull requests over a fake repository's branches. */
export interface FakeProposals extends Proposals {
  all(): readonly FakePullRequest[];
  close(number: number): void;
  /** Whether the repository's setting lets Actions open pull requests. */
  permit(permitted: boolean): void;
  /** Somebody who may not be asked for a review. */
  refuseReviewer(login: string): void;
  /** The token may not link branches to issues. */
  refuseLinks(): void;
  /** Branches in the issues' Development panels. */
  links(): readonly { readonly issue: number; readonly branch: string }[];
}

export function fakeProposals(
  repository: Pick<FakeRepository, 'branches' | 'makeBranch'>,
  clock: FakeClock = fakeClock(),
  firstNumber = 101,
): FakeProposals {
  const pullRequests: FakePullRequest[] = [];
  const links: { readonly issue: number; readonly branch: string }[] = [];
  const strangers = new Set<string>();
  let permitted = true;
  let linking = true;
  const change = (number: number, changes: Partial<FakePullRequest>): void => {
    const index = pullRequests.findIndex((pullRequest) => pullRequest.number === number);
    const found = pullRequests[index];
    if (found) pullRequests[index] = { ...found, ...changes };
  };
  return {
    findByHead: async (branch) => pullRequests.findLast((pullRequest) => pullRequest.branch === branch),
    branchesStartingWith: async (prefix) => repository.branches().filter((name) => name.startsWith(prefix)),
    open: async (order) => {
      if (!permitted) return { kind: 'not-permitted' };
      if (!repository.branches().includes(order.branch)) throw new TypeError(`There is no branch ${order.branch}`);
      const existing = pullRequests.find(({ branch, state }) => branch === order.branch && state === 'open');
      if (existing) return { kind: 'opened', pullRequest: existing };
      const number = firstNumber + pullRequests.length;
      const url = `https://github.com/octo-org/demo/pull/${number}`;
      const fresh = { number, url, state: 'open', createdAt: clock.stamp(), labels: [], reviewers: [] } as const;
      const pullRequest = { ...order, ...fresh };
      pullRequests.push(pullRequest);
      return { kind: 'opened', pullRequest };
    },
    all: () => pullRequests,
    equip: async (number, { labels, reviewers }) => {
      const asked = reviewers.filter((reviewer) => !strangers.has(reviewer));
      const refused = reviewers.filter((reviewer) => strangers.has(reviewer));
      change(number, { labels, reviewers: asked });
      if (refused.length === 0) return [];
      return [{ kind: 'reviewers', names: refused, why: 'not a collaborator' }];
    },
    link: async ({ issue, branch, startsAt }) => {
      if (!linking) return { kind: 'not-linked', why: 'Resource not accessible by integration' };
      if (!repository.makeBranch(branch, startsAt)) return { kind: 'not-linked', why: 'the branch exists' };
      links.push({ issue, branch });
      return { kind: 'linked' };
    },
    links: () => links,
    refuseLinks: () => {
      linking = false;
    },
    refuseReviewer: (login) => strangers.add(login),
    close: (number) => change(number, { state: 'closed' }),
    permit: (value) => {
      permitted = value;
    },
  };
}

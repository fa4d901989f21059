import type { Proposals, PullRequest } from '../proposal/ports.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import type { FakeRepository } from './fake-repository.ts';

export interface FakePullRequest extends PullRequest {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
}

/** Pull requests over a fake repository's branches. */
export interface FakeProposals extends Proposals {
  all(): readonly FakePullRequest[];
  close(number: number): void;
  /** Whether the repository's setting lets Actions open pull requests. */
  permit(permitted: boolean): void;
}

export function fakeProposals(
  repository: Pick<FakeRepository, 'branches'>,
  clock: FakeClock = fakeClock(),
  firstNumber = 101,
): FakeProposals {
  const pullRequests: FakePullRequest[] = [];
  let permitted = true;
  return {
    findByHead: async (branch) => pullRequests.findLast((pullRequest) => pullRequest.branch === branch),
    branchesStartingWith: async (prefix) => repository.branches().filter((name) => name.startsWith(prefix)),
    open: async (order) => {
      if (!permitted) return { kind: 'not-permitted' };
      if (!repository.branches().includes(order.branch)) throw new TypeError(`There is no branch ${order.branch}`);
      if (pullRequests.some(({ branch, state }) => branch === order.branch && state === 'open')) {
        throw new TypeError(`There is an open pull request from ${order.branch} already`);
      }
      const number = firstNumber + pullRequests.length;
      const url = `https://github.com/octo-org/demo/pull/${number}`;
      const pullRequest = { ...order, number, url, state: 'open', createdAt: clock.stamp() } as const;
      pullRequests.push(pullRequest);
      return { kind: 'opened', pullRequest };
    },
    all: () => pullRequests,
    close: (number) => {
      const index = pullRequests.findIndex((pullRequest) => pullRequest.number === number);
      const found = pullRequests[index];
      if (found) pullRequests[index] = { ...found, state: 'closed' };
    },
    permit: (value) => {
      permitted = value;
    },
  };
}

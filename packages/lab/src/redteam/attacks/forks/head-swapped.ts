import type { ConversationEvent, PullRequestHead } from '@codex-worker/core';
import type { Attack } from '../../attack.ts';
import { openForkWorld } from '../../fork-world.ts';
import type { Product } from '../../product.ts';
import { routeContext } from '../../route-context.ts';

const threat = 'fork-head-swapped';
const authorise = 'packages/core/src/fork/authorise-head.ts';
const isOlder = 'Date.parse(pushedAt) < Math.floor(Date.parse(createdAt) / 1000) * 1000';

const head: PullRequestHead = {
  number: 34,
  headRef: 'main',
  headSha: 'e'.repeat(40),
  baseRef: 'main',
  headRepository: 'mallory/demo',
  pushedAt: '2026-03-01T10:00:05Z',
};
const maintainer = { login: 'alice', id: 1, type: 'User' } as const;
const issue = {
  number: 34,
  isPullRequest: true,
  title: 'Greet',
  labels: [],
  type: undefined,
  locked: false,
  isMarked: false,
  signs: 0,
  author: { login: 'mallory', id: 2, type: 'User' },
} as const;

/** Whether the router would have Codex read the head for this event. */
async function isRead(product: Product, event: ConversationEvent): Promise<boolean> {
  const { planRoute } = await product.core();
  const questions = {
    permissionOf: async () => 'write' as const,
    pullRequestHead: async () => head,
    isThread: async () => true,
    review: async () => undefined,
  };
  const planned = await planRoute(questions, event, routeContext);
  return planned.kind === 'serve';
}

const comments =
  (createdAt: string) =>
  (product: Product): Promise<boolean> =>
    isRead(product, {
      kind: 'comment',
      issue,
      asker: maintainer,
      request: { id: 'comment-7', author: maintainer, createdAt, text: '@codex look' },
    });

const reviews = (product: Product): Promise<boolean> =>
  isRead(product, {
    kind: 'review',
    issue,
    head: { ...head, pushedAt: '2026-02-28T10:00:00Z' },
    review: 77,
    asker: maintainer,
    request: { id: 'review-77', author: maintainer, createdAt: '2026-03-01T10:00:00Z', text: '@codex look' },
  });

/** The run waited while the fork was pushed to; then it restores. */
async function swapsWhileItWaits(product: Product): Promise<boolean> {
  const world = await openForkWorld(product);
  const { thread, head: sha } = world;
  const request = world.ask('alice', thread, '@codex look');
  world.forkHeads.set(thread.number, world.repository.commit('theirs', { 'their.txt': 'evil\n' }));
  await world.run({ thread, start: 'either', request, runId: 702, sha });
  return world.repository.read('their.txt') === 'evil\n';
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'the fork is pushed to right after a maintainer asked',
    wins: 'a turn on a commit that nobody looked at, in the name of the maintainer',
    without: [{ file: authorise, find: isOlder, replace: 'createdAt' }],
    run: comments('2026-03-01T10:00:01Z'),
  },
  {
    threat,
    name: 'the fork is pushed to in the very second of the comment',
    wins: 'the same, where times have whole seconds',
    without: [{ file: authorise, find: isOlder, replace: 'Date.parse(pushedAt) <= Date.parse(createdAt)' }],
    run: comments('2026-03-01T10:00:05Z'),
  },
  {
    threat,
    name: 'the fork is pushed to while the run waits',
    wins: 'a turn on a commit that nobody looked at, in the name of the maintainer',
    without: [
      {
        file: 'packages/core/src/session/head.ts',
        find: 'const fork = { sha: authorised.sha,',
        replace: 'const fork = { sha: head.headSha,',
      },
    ],
    run: swapsWhileItWaits,
  },
  {
    threat,
    name: "a review in the fork's pull request starts a run of the fork's own workflow file",
    wins: 'a run that obeys a workflow file of the attacker',
    without: [
      {
        file: 'packages/core/src/route/plan.ts',
        find: 'if (known) return ignore(',
        replace: 'if (!known) return ignore(',
      },
    ],
    run: reviews,
  },
];

import type { Outbox, PullRequestHead } from '@codex-worker/core';
import type { Attack } from '../../attack.ts';
import { openForkWorld } from '../../fork-world.ts';
import type { Product } from '../../product.ts';

const threat = 'fork-writes';
const outboxFile = 'packages/core/src/proposal/own-outbox.ts';
const turn = 'packages/core/src/turn/take-turn.ts';

/** Somebody asks on the head of a fork; Codex writes a file if it may. */
async function asks(product: Product, wroteTo: (sandbox: string) => boolean) {
  const world = await openForkWorld(product);
  const agent = world.fakeAgent((order, signal) => {
    if (wroteTo(order.sandbox)) world.repository.write('evil.txt', 'evil\n');
    return world.answers('Done')(order, signal);
  });
  const request = world.ask('alice', world.thread, '@codex look');
  await world.run({ thread: world.thread, start: 'either', request, runId: 702, sha: world.head, agent });
  if (agent.orders.length === 0) throw new Error('Nothing was run.');
  return world;
}

async function writesFiles(product: Product): Promise<boolean> {
  const world = await asks(product, (sandbox) => sandbox !== 'read-only');
  return world.repository.read('evil.txt') !== undefined;
}

/** A command got out of the sandbox, and changed the files all the same. */
async function changeLands(product: Product): Promise<boolean> {
  const { repository } = await asks(product, () => true);
  return repository.branches().some((branch) => repository.history(branch)[0]?.files.has('evil.txt') === true);
}

/** The outbox of a pull request wants a change on a branch; the pull request's head is this. */
const pushes = (branch: string, head: Partial<PullRequestHead>) => async (product: Product) => {
  const { core, repository, proposals, conversation, thread } = await openForkWorld(product);
  const base = repository.commit('main', {});
  const outbox: Outbox = {
    version: 1,
    thread: `pr-${thread.number}`,
    run: 702,
    since: '2026-03-01T10:00:00Z',
    replies: [],
    change: {
      base,
      patch: JSON.stringify({ 'evil.txt': { before: null, after: 'evil\n' } }),
      subject: 'Evil',
      requests: ['comment-7'],
      unfinished: [],
      coAuthors: [],
    },
    proposal: { branch, base: 'main', title: 'Evil', pushed: false },
  };
  const own = { number: thread.number, headRef: 'feature', headSha: base, baseRef: 'main', pushedAt: undefined };
  const asking = {
    conversation,
    permissionOf: async () => 'none' as const,
    pullRequestHead: async () => ({ ...own, headRepository: 'octo-org/demo', ...head }),
  };
  const settings = {
    thread,
    pullRequest: 'auto',
    draft: false,
    defaultBranch: 'main',
    repositoryUrl: 'https://github.com/octo-org/demo',
    branchTemplate: 'codex/issue-{number}/{summary}',
    ownLogin: 'github-actions[bot]',
  } as const;
  await core.propose({ publisher: repository.publisher, proposals, asking }, outbox, settings).catch(() => undefined);
  return repository.history(branch)[0]?.files.has('evil.txt') === true;
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'words in the head have Codex write a file',
    wins: 'a change in the files of the job, for whatever comes after',
    without: [
      { file: turn, find: " || fork !== undefined ? 'read-only'", replace: " ? 'read-only'" },
      { file: 'packages/core/src/session/head.ts', find: " sandbox: 'read-only',", replace: '' },
    ],
    run: writesFiles,
  },
  {
    threat,
    name: 'what a command changed on the head of a fork is published',
    wins: 'code of the attacker on a branch of the repository',
    without: [
      {
        file: 'packages/core/src/session/place-workspace.ts',
        find: "base: '', baseBranch: base, headBranch, note",
        replace: 'base: sha, baseBranch: base, headBranch, note',
      },
      { file: 'packages/core/src/outbox/compose.ts', find: 'if (state.fork) return undefined;', replace: '' },
      { file: outboxFile, find: '!head || !isOfRepository(head, repositoryOf(repositoryUrl))', replace: '!head' },
      { file: outboxFile, find: 'head.headRef !== proposal.branch', replace: "head.headRef === ''" },
    ],
    run: changeLands,
  },
  {
    threat,
    name: 'the outbox of a pull request asks for a push to the default branch',
    wins: 'code of the attacker on the default branch, at once',
    without: [{ file: outboxFile, find: 'head.headRef !== proposal.branch', replace: "head.headRef === ''" }],
    run: pushes('main', {}),
  },
  {
    threat,
    name: "the outbox of a fork's pull request asks for a push to the branch here that its head is named like",
    wins: 'code of the attacker on the default branch: the fork only has to call its branch so',
    without: [
      { file: outboxFile, find: '!head || !isOfRepository(head, repositoryOf(repositoryUrl))', replace: '!head' },
    ],
    run: pushes('main', { headRef: 'main', headRepository: 'mallory/demo' }),
  },
];

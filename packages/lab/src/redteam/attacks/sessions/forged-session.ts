import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

type Origin = Parameters<typeof import('@codex-worker/core').distrust>[0];

const file = 'packages/core/src/session/trust.ts';
const ours: Origin = {
  headRepositoryId: 1,
  workflowPath: '.github/workflows/codex.yml',
  event: 'issue_comment',
  headBranch: 'main',
};
const policy = { repositoryId: 1, defaultBranch: 'main', workflows: ['.github/workflows/codex.yml'] };

/** Whether a session of a run like this would be opened. */
const isTrusted = (changes: Partial<Origin>) => async (product: Product) =>
  (await product.core()).distrust({ ...ours, ...changes }, policy) === undefined;

export const attacks: readonly Attack[] = [
  {
    threat: 'forged-session',
    name: "a fork's run uploads a session with the name of a thread's",
    wins: 'Codex goes on from a conversation that the attacker wrote',
    without: [{ file, find: 'origin.headRepositoryId !== policy.repositoryId', replace: 'false' }],
    run: isTrusted({ headRepositoryId: 666 }),
  },
  {
    threat: 'forged-session',
    name: "another workflow uploads a session with the name of a thread's",
    wins: 'any workflow that runs foreign code can write what Codex remembers',
    without: [{ file, find: '!policy.workflows.includes(path)', replace: 'false' }],
    run: isTrusted({ workflowPath: '.github/workflows/ci.yml' }),
  },
  {
    threat: 'forged-session',
    name: 'the trusted workflow, changed on a branch, uploads a session',
    wins: 'whoever can push any branch can write what Codex remembers on the default branch',
    without: [{ file, find: 'origin.headBranch !== policy.defaultBranch', replace: 'false' }],
    run: isTrusted({ event: 'workflow_dispatch', headBranch: 'mallory' }),
  },
  {
    threat: 'forged-session',
    name: 'the trusted workflow, run by an event whose workflow file comes from a pull request, uploads a session',
    wins: 'a pull request from this repository brings a workflow that forges sessions',
    without: [{ file, find: '!onDefaultBranch.includes(origin.event)', replace: 'false' }],
    run: isTrusted({ event: 'pull_request' }),
  },
];

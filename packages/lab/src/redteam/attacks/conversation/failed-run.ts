import type { ConversationEvent } from '@codex-worker/core';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';
import { routeContext } from '../../route-context.ts';

type Events = { parseEvent(name: string, payload: unknown, run: object, prompt: object): ConversationEvent };

const commit = 'a1'.repeat(20);

/** The end of a run of CI, as GitHub tells it; that of a fork names no pull request, and a lying one could. */
const ended = (login: string, repository: number) => ({
  action: 'completed',
  workflow_run: {
    id: 7001,
    name: 'CI',
    html_url: 'https://github.com/octo-org/demo/actions/runs/7001',
    conclusion: 'failure',
    head_sha: commit,
    actor: { login, id: 1, type: login.endsWith('[bot]') ? 'Bot' : 'User' },
    head_repository: { id: repository },
    pull_requests: [{ number: 34, base: { repo: { id: 77 } } }],
  },
  repository: { id: 77 },
});

/** Whether the router would run something, where alice may write and nobody else. */
const isServed =
  (payload: object, head: { readonly repository: string; readonly sha: string }) => async (product: Product) => {
    const { parseEvent } = await product.load<Events>('packages/github/src/events/parse-event.ts');
    const { planRoute } = await product.core();
    const run = { runId: 500, createdAt: '2026-03-01T10:00:00Z' };
    const prompt = { text: 'Mend it.', actor: { login: 'alice', id: 1, type: 'User' } };
    const questions = {
      permissionOf: async (login: string) => (login === 'alice' ? ('write' as const) : ('read' as const)),
      pullRequestHead: async () => ({
        number: 34,
        headRef: 'feature',
        headSha: head.sha,
        baseRef: 'main',
        headRepository: head.repository,
        pushedAt: '2026-03-01T09:00:00Z',
      }),
      isThread: async () => true,
      review: async () => undefined,
    };
    const planned = await planRoute(questions, parseEvent('workflow_run', payload, run, prompt), routeContext);
    return planned.kind === 'serve';
  };

const threat = 'stranger-asks';
const askedByWorkflow = 'packages/github/src/events/asked-by-workflow.ts';
const plan = 'packages/core/src/route/plan.ts';
const isFork = { file: askedByWorkflow, find: 'ended.head_repository?.id !== repository.id', replace: 'false' };
const isUnfit = { file: plan, find: "admission.kind !== 'admitted'", replace: 'policy === undefined' };

export const attacks: readonly Attack[] = [
  {
    threat,
    name: "a fork's code fails the checks, so that the workflow which mends them asks with what it printed",
    wins: 'a turn for the words of a stranger, with the secrets of the repository',
    without: [isFork, isUnfit],
    run: isServed(ended('mallory', 78), { repository: 'mallory/demo', sha: commit }),
  },
  {
    threat,
    name: 'a commit that the worker pushed fails the checks, and is taken up by the workflow which mends them, for ever',
    wins: 'turns without an end',
    without: [isUnfit],
    run: isServed(ended('github-actions[bot]', 77), { repository: 'octo-org/demo', sha: commit }),
  },
  {
    threat,
    name: 'the checks of a commit fail, and the workflow which mends them works on what was pushed since',
    wins: 'a turn on a commit that nobody asked about',
    without: [{ file: plan, find: 'ofRun.commit === headSha', replace: 'ofRun.id > 0' }],
    run: isServed(ended('alice', 77), { repository: 'octo-org/demo', sha: 'b2'.repeat(20) }),
  },
];

import { baseOf, type Request, revised } from '../request/request.ts';
import { decideRoute, type RouterSettings } from '../route/decide.ts';
import type { ConversationEvent, IssueFacts } from '../route/event.ts';
import type { RoutePorts } from '../route/ports.ts';
import { aPolicy, noLimits, person, tellThatItStopped } from '../testing/index.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { type Asked, current, requestOf } from './asked.ts';
import { orderOf } from './order-of.ts';
import { type Play, type Run, waiting } from './play.ts';

/** Somebody has opened an issue, which asks with its text. */
export async function openIssue(
  all: Play,
  thread: Thread,
  { createdAt, text }: Pick<Request, 'createdAt' | 'text'>,
): Promise<void> {
  const number = all.asked.length;
  const asked: Asked = {
    thread,
    id: `issue-${thread.number}`,
    author: 'alice',
    createdAt,
    editions: [{ token: `ask-${number}.0`, words: 'plain', text, by: 'alice', at: createdAt }],
    deleted: false,
  };
  all.asked.push(asked);
  await tellEvent(all, asked);
}

/** GitHub tells of something asked: the router decides, and a run may wait then. */
export async function tellEvent(all: Play, asked: Asked): Promise<void> {
  await deliver(all, asked, { request: requestOf(asked), asker: person(asked.author) });
}

/** GitHub tells of the last edit. */
export async function tellEdit(all: Play, asked: Asked): Promise<void> {
  const { text, by, at } = current(asked);
  const before = asked.editions.at(-2)?.text;
  const request = { ...requestOf(asked), id: revised(asked.id, text), text, createdAt: at, edited: { before } };
  await deliver(all, asked, { request, asker: person(by) });
}

async function deliver(all: Play, asked: Asked, doing: Pick<Run, 'request' | 'asker'>): Promise<void> {
  const runId = 701 + all.runs.length;
  const kind = asked.id.startsWith('issue-') ? 'issue' : 'comment';
  const event: ConversationEvent = { kind, issue: factsOf(asked), ...doing };
  const decision = await decideRoute(portsOf(all), event, settingsOf(all, runId));
  if (decision.kind !== 'run') return;
  const waits = waiting(all).filter((run) => threadKey(run.asked.thread) === threadKey(asked.thread));
  addRun(all, { asked, ...doing, source: undefined, start: decision.start });
  if (all.rules.waits === 'all') return;
  for (const run of waits) await cancelWaiting(all, run);
}

/** A run that GitHub makes. */
export function addRun(
  all: Play,
  what: Pick<Run, 'asked' | 'request' | 'asker' | 'source' | 'start'> & { readonly until?: string | undefined },
): Run {
  const runId = 701 + all.runs.length;
  const began = { attempt: 1, kept: new Set<number>(), state: 'waiting', stopped: false, foundNothing: false } as const;
  const run: Run = { until: undefined, ...what, runId, ...began };
  all.runs.push(run);
  return run;
}

/** A run is cancelled before it began: by a person, or by a newer one. */
export async function cancelWaiting(all: Play, run: Run): Promise<void> {
  run.state = 'failed-agent';
  await tellThatItStopped(all.world, orderOf(all, run), 'cancelled-before-start');
}

const factsOf = ({ thread: { kind, number } }: Asked): IssueFacts => ({
  number,
  isPullRequest: kind === 'pr',
  title: 'Add up',
  labels: [],
  type: undefined,
  locked: false,
  author: person(kind === 'pr' ? aPolicy.ownLogin : 'alice'),
  isMarked: kind === 'pr',
  signs: 1,
});

function settingsOf({ world: { clock }, settledBy }: Play, runId: number): RouterSettings {
  return {
    repository: 'octo-org/demo',
    repositoryUrl: 'https://github.com/octo-org/demo',
    defaultBranch: 'main',
    forks: { policy: 'read-only', mention: '@codex' },
    filter: { issueLabel: undefined, titlePrefix: undefined, issueTypes: [], branchPrefix: 'codex/' },
    trigger: { kind: 'all' },
    policy: aPolicy,
    queue: settledBy === 'drains' ? 'branch' : 'none',
    announceQueue: true,
    run: { id: runId, attempt: 1, url: `https://github.com/octo-org/demo/actions/runs/${runId}` },
    now: clock.stamp(),
    limits: noLimits,
    rerunBy: undefined,
  };
}

function portsOf(all: Play): RoutePorts {
  const { conversation } = all.world;
  const holderOf = (thread: Thread): Run | undefined =>
    all.paused && threadKey(all.paused.run.asked.thread) === threadKey(thread) ? all.paused.run : undefined;
  return {
    conversation,
    permissionOf: conversation.permissionOf,
    turns: { turnsSince: async () => [] },
    pullRequestHead: async () => undefined,
    isThread: async () => true,
    review: async () => undefined,
    queue: all.queue,
    runs: {
      group: async (thread) => {
        const holder = holderOf(thread);
        const waits = waiting(all).filter((run) => threadKey(run.asked.thread) === threadKey(thread)).length;
        return { kind: 'known', holder: holder && { id: holder.runId, url: '' }, waiting: waits };
      },
      hasGroups: async () => true,
      startedAt: async () => undefined,
      stop: async ({ id }) => {
        const run = all.runs.find(({ runId }) => runId === id);
        if (run) run.stopped = true;
        return { kind: 'asked-to-stop' };
      },
    },
    openIssueFor: async () => 0,
    acknowledge: async (id) => void all.seen.add(baseOf(id)),
    warn: () => {},
  };
}

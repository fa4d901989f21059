import { composeOutbox, ledgerToKeep } from '../outbox/compose.ts';
import { type Outbox, readOutbox } from '../outbox/outbox.ts';
import { propose } from '../proposal/propose.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import type { QueuedRequest } from '../queue/queued-request.ts';
import { notify } from '../reply/notice.ts';
import { type PostedReply, postReplies } from '../reply/post-replies.ts';
import type { Request } from '../request/request.ts';
import type { PullRequestHead } from '../route/pull-request.ts';
import type { Start } from '../route/route.ts';
import type { Trigger } from '../route/trigger.ts';
import type { ArchivedFile } from '../session/archive.ts';
import { persistThread, pruneThread } from '../session/persist.ts';
import { type Restored, restoreThread } from '../session/restore.ts';
import type { RequestSource } from '../session/restore-order.ts';
import type { Person } from '../standing/standing.ts';
import { outboxName } from '../store/artifact-store.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { drain } from '../turn/drain.ts';
import type { Drained } from '../turn/drained.ts';
import type { Transcripts } from '../turn/transcripts.ts';
import type { Agent } from '../turn/turn.ts';
import { aPolicy, aTrust } from './examples.ts';
import { fakeAgent } from './fake-agent.ts';
import { type FakeArtifacts, fakeArtifacts } from './fake-artifacts.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type FakeConversation, fakeConversation, person } from './fake-conversation.ts';
import { type FakeProposals, fakeProposals } from './fake-proposals.ts';
import { type FakeRepository, type FakeWorkspace, fakeRepository } from './fake-repository.ts';

/** The steps of a run that something durable happens in, in their order. */
export const steps = ['restore', 'turns', 'outbox', 'bundle', 'push', 'pull-request', 'replies'] as const;
export type Step = (typeof steps)[number];

export interface RunOrder {
  readonly thread: Thread;
  readonly request: Request;
  /** Who asked, where that is not the author of the request. */
  readonly asker?: Person;
  /** Where the run finds its request; the event, unless this says otherwise. */
  readonly source?: RequestSource;
  /** The files of the queue. */
  readonly queued?: ReadonlyMap<string, QueuedRequest>;
  readonly trigger?: Trigger;
  readonly coalesce?: boolean;
  readonly start: Start;
  readonly runId: number;
  readonly attempt?: number;
  readonly agent?: Agent;
  readonly cancelled?: AbortSignal;
  /** The run breaks off right after this step, and the notifier says so. */
  readonly stopAfter?: Step;
  /** Called after each step, once it took effect; a `Stopped` that it throws ends the run there. */
  readonly at?: (step: Step) => void | Promise<void>;
  /** How the job ends that is broken off; a lost machine's fails. */
  readonly ended?: 'failure' | 'cancelled';
  /** Codex as it finds the home that was restored; goes before `agent`. */
  readonly agentIn?: (codexHome: ReadonlyMap<string, Buffer>) => Agent;
  /** The runner's own working tree, where several runs are at work. */
  readonly workspace?: FakeWorkspace;
  readonly branchTemplate?: string;
  readonly sessionKey?: string;
}

/** How far a run got. */
export interface RunEnd {
  readonly stoppedAfter: Step | undefined;
  readonly restored: Restored;
  readonly drained: Drained | undefined;
  readonly outbox: Outbox | undefined;
  readonly proposed: ProposeEnd | undefined;
  readonly posted: readonly PostedReply[];
}

/** One repository with everything in memory, and whole runs of a thread in it: the jobs' story without the jobs. */
export interface ThreadWorld {
  readonly clock: FakeClock;
  readonly conversation: FakeConversation;
  readonly artifacts: FakeArtifacts;
  readonly repository: FakeRepository;
  readonly proposals: FakeProposals;
  /** The repositories that pull requests come from, where they are not of this one. */
  readonly forks: Map<number, string>;
  /** A comment as the event of a run hands it over. */
  ask(login: string, thread: Thread, text: string): Request;
  run(order: RunOrder): Promise<RunEnd>;
}

export const issue12: Thread = { kind: 'issue', number: 12 };

/** A run that was broken off on purpose. */
export class Stopped extends Error {}

/** Alice may write; issue 12 is open; main has a file. */
export function threadWorld(): ThreadWorld {
  const clock = fakeClock();
  const conversation = fakeConversation(clock);
  const repository = fakeRepository();
  const artifacts = fakeArtifacts(clock);
  const proposals = fakeProposals(repository, clock);
  repository.commit('main', { 'README.md': '# Demo\n' });
  conversation.grant('alice', 'write');
  conversation.grant('bob', 'write');
  conversation.openThread(issue12, { title: 'Add up', body: 'Sum all lines.' });
  const world: ThreadWorld = {
    clock,
    conversation,
    artifacts,
    repository,
    proposals,
    forks: new Map(),
    ask: (login, thread, text) => {
      const { id, author, createdAt } = conversation.commentAs(login, thread, text);
      return { id: `comment-${id}`, author, createdAt, text };
    },
    run: (order) => runThread(world, order),
  };
  return world;
}

/** The request that opens issue 12. */
export const openingRequest: Request = {
  id: 'issue-12',
  author: person('alice'),
  createdAt: '2026-03-01T10:00:00Z',
  text: 'Add up\n\nSum all lines.',
};

type Reached = { -readonly [Key in keyof RunEnd]?: RunEnd[Key] };

/** Runs both jobs over a world, which may be a view of it that is a little late. */
export async function runThread(world: ThreadWorld, order: RunOrder): Promise<RunEnd> {
  const reached: Reached = {};
  const pass = async (step: Step): Promise<void> => {
    await order.at?.(step);
    if (order.stopAfter !== step) return;
    reached.stoppedAfter = step;
    throw new Stopped(step);
  };
  try {
    await agentJob(world, order, { reached, pass });
    await publishJob(world, order, { reached, pass });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    await tellThatItStopped(world, order, order.ended);
  }
  world.clock.advance(1);
  const { restored, drained, outbox, proposed, stoppedAfter, posted = [] } = reached;
  if (!restored) throw new TypeError('A run restores before anything else');
  return { restored, drained, outbox, proposed, stoppedAfter, posted };
}

/** What "Re-run failed jobs" does where the agent's job had ended well. */
export async function publishAgain(world: ThreadWorld, order: RunOrder): Promise<void> {
  try {
    await publishJob(world, order, { reached: {}, pass: async (step) => order.at?.(step) });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    await tellThatItStopped(world, order, order.ended);
  }
}

interface Passage {
  readonly reached: Reached;
  readonly pass: (step: Step) => Promise<void>;
}

const BRANCHES = 'codex/issue-{number}/{summary}';

async function agentJob(world: ThreadWorld, order: RunOrder, { reached, pass }: Passage): Promise<void> {
  const { clock, conversation, repository, proposals, artifacts } = world;
  const { thread, runId, branchTemplate = BRANCHES, sessionKey = 'sk-test', trigger = { kind: 'all' } } = order;
  const headBranch = thread.kind === 'pr' ? '' : 'main';
  const uploads = artifacts.run(runId);
  const { tree } = order.workspace ?? repository;
  const restored = await restoreThread(
    {
      conversation,
      people: conversation,
      artifacts: artifacts.store,
      proposals,
      tree,
      queue: { read: async (path) => order.queued?.get(path) },
      pullRequestHead: async (number) => headOf(world, number),
    },
    {
      thread,
      start: order.start,
      source: order.source ?? {
        kind: 'event',
        request: order.request,
        asker: order.asker ?? order.request.author,
        // The worlds' issues are opened by somebody without standing, so that the 👀 decides whose they are.
        openedBy: person('rita'),
      },
      attempt: order.attempt ?? 1,
      branch: headBranch,
      base: 'main',
      branchTemplate,
      sandbox: 'workspace-write',
      sessionKey,
      trigger,
      policy: aPolicy,
      trust: aTrust,
      repository: 'octo-org/demo',
    },
  );
  reached.restored = restored;
  await pass('restore');
  const { state } = restored;
  const codexHome = new Map(restored.files.map(({ path, bytes }) => [path, bytes]));
  let kept: { readonly drained: Drained; readonly outbox: Outbox | undefined } | undefined;
  reached.drained = await drain(
    {
      conversation,
      people: conversation,
      tree,
      transcripts: transcriptsOf(codexHome),
      warn: () => {},
      prepareAgent: async () => writingTranscripts(order.agentIn?.(codexHome) ?? order.agent ?? fakeAgent(), codexHome),
      keep: async (drained) => {
        const { base } = state.workspace;
        const patch = base === '' ? undefined : await tree.changesSince(base);
        kept = {
          drained,
          outbox: composeOutbox(state, drained, {
            run: runId,
            branchTemplate,
            headBranch: state.workspace.headBranch,
            patch,
          }),
        };
      },
      now: clock.now,
    },
    state,
    {
      policy: aPolicy,
      trigger,
      codexVersion: '0.169.0',
      model: undefined,
      effort: undefined,
      coalesce: order.coalesce ?? false,
      run: runId,
      cancelled: order.cancelled ?? new AbortController().signal,
    },
  );
  await pass('turns');
  if (!kept) throw new TypeError('Drain always keeps what it did');
  const { outbox } = kept;
  reached.outbox = outbox;
  const files: readonly ArchivedFile[] = [...codexHome].map(([path, bytes]) => ({ path, bytes }));
  await persistThread(
    {
      ...uploads,
      upload: async (name, content, retentionDays) => {
        const uploaded = await uploads.upload(name, content, retentionDays);
        await pass(name.startsWith('codex-worker-outbox-') ? 'outbox' : 'bundle');
        return uploaded;
      },
    },
    {
      thread,
      repositoryId: aTrust.repositoryId,
      runId,
      retentionDays: 7,
      sessionKey,
      codexVersion: '0.169.0',
      ledger: ledgerToKeep(kept.drained.ledger, outbox),
      keepBundle: state.keepBundle,
      files,
      outbox,
    },
  );
}

/** The pull requests of a world come from its own branches, unless the world says otherwise. */
function headOf({ proposals, forks }: ThreadWorld, number: number): PullRequestHead | undefined {
  const found = proposals.all().find((pullRequest) => pullRequest.number === number);
  return (
    found && {
      number,
      headRef: found.branch,
      headSha: '',
      baseRef: found.base,
      headRepository: forks.get(number) ?? 'octo-org/demo',
    }
  );
}

const transcriptPath = (sessionId: string): string => `sessions/rollout-${sessionId}.jsonl`;

/** What Codex remembers in a home that is kept in memory. */
export function transcriptsOf(codexHome: Map<string, Buffer>): Transcripts {
  return {
    bytes: async (sessionId) => codexHome.get(transcriptPath(sessionId))?.length,
    cut: async (sessionId, bytes) => {
      const transcript = codexHome.get(transcriptPath(sessionId));
      if (transcript) codexHome.set(transcriptPath(sessionId), transcript.subarray(0, bytes));
    },
  };
}

/** Codex writes each prompt into the rollout of its session. */
export function writingTranscripts(agent: Agent, codexHome: Map<string, Buffer>): Agent {
  return {
    takeTurn: async (turn, signal) => {
      const end = await agent.takeTurn(turn, signal);
      if (end.sessionId !== undefined) {
        const path = transcriptPath(end.sessionId);
        const line = Buffer.from(`${JSON.stringify(turn.prompt)}\n`);
        codexHome.set(path, Buffer.concat([codexHome.get(path) ?? Buffer.alloc(0), line]));
      }
      return end;
    },
  };
}

async function publishJob(world: ThreadWorld, order: RunOrder, { reached, pass }: Passage): Promise<void> {
  const { conversation, repository, proposals, artifacts } = world;
  const { thread, runId } = order;
  let whole = false;
  const files = await artifacts.run(runId).downloadByName(outboxName(threadKey(thread), runId));
  if (files) {
    const outbox = readOutbox(new Map([...files].map(([name, bytes]) => [name, bytes.toString('utf8')])));
    const proposed = await propose(
      {
        proposals,
        publisher: {
          ...repository.publisher,
          push: async (commit) => {
            const end = await repository.publisher.push(commit);
            await pass('push');
            return end;
          },
        },
      },
      outbox,
      {
        thread,
        pullRequest: 'auto',
        draft: false,
        defaultBranch: 'main',
        repositoryUrl: 'https://github.com/octo-org/demo',
      },
    );
    reached.proposed = proposed;
    whole = 'leftOut' in proposed && proposed.leftOut.length === 0;
    openedThread(world, proposed);
    await pass('pull-request');
    const run = runLink(order);
    reached.posted = await postReplies(conversation, {
      thread,
      outbox,
      end: proposed,
      run,
      ownLogin: aPolicy.ownLogin,
    });
    await pass('replies');
  }
  await pruneThread({ store: artifacts.store, own: artifacts.run(runId) }, { thread, runId, outboxDone: whole });
}

/** A pull request is an issue: from now on it can be talked in. */
function openedThread({ conversation, proposals }: ThreadWorld, proposed: ProposeEnd): void {
  if (proposed.kind !== 'opened') return;
  const pullRequest = proposals.all().find(({ number }) => number === proposed.pullRequest);
  if (pullRequest) conversation.openThread({ kind: 'pr', number: pullRequest.number }, pullRequest);
}

/** What the notifier does, outside the thread's group, when a run did not end well. */
export async function tellThatItStopped(
  { conversation, artifacts }: ThreadWorld,
  order: RunOrder,
  ended: 'failure' | 'cancelled' | 'cancelled-before-start' = 'failure',
): Promise<void> {
  const stored = artifacts.listing().filter((entry) => entry.endsWith(`@${order.runId}`));
  await notify(
    {
      conversation,
      runs: { group: async () => ({ kind: 'absent' }) },
      jobs: async () =>
        ended === 'cancelled-before-start'
          ? []
          : [{ name: 'thread / agent', conclusion: ended, minutes: 2, endedAt: undefined, steps: [] }],
      artifacts: async () => stored.map((entry) => ({ name: entry.split('@')[0] ?? '' })),
    },
    {
      thread: order.thread,
      requestId: order.request.id,
      needs: { results: [ended === 'failure' ? 'failure' : 'cancelled'], failure: undefined, routeFailed: false },
      limits: { agent: 60, publish: 15 },
      run: runLink(order),
      ownLogin: aPolicy.ownLogin,
      since: order.request.createdAt,
    },
  );
}

const runLink = ({ runId, attempt = 1 }: RunOrder) => ({
  id: runId,
  attempt,
  url: `https://github.com/octo-org/demo/actions/runs/${runId}`,
});

import { composeOutbox, ledgerToKeep } from '../outbox/compose.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { WorkingTree } from '../proposal/ports.ts';
import type { PullRequestHead } from '../route/pull-request.ts';
import { persistThread } from '../session/persist.ts';
import { type Restored, restoreThread } from '../session/restore.ts';
import type { ThreadState } from '../session/thread-state.ts';
import type { Conversation } from '../thread/conversation.ts';
import { drain } from '../turn/drain.ts';
import type { Drained, DrainOrder, DrainPorts } from '../turn/drained.ts';
import { aPolicy, aTrust } from './examples.ts';
import { fakeAgent } from './fake-agent.ts';
import { person } from './fake-conversation.ts';
import { fakePictures } from './fake-pictures.ts';
import { transcriptsOf, writingTranscripts } from './fake-transcripts.ts';
import { endsStep, type Passage } from './passage.ts';
import type { RunOrder } from './run-order.ts';
import type { ThreadWorld } from './thread-world.ts';

const BRANCHES = 'codex/issue-{number}/{summary}';

/** Restores, takes the turns and stores what they came to. */
export async function agentJob(world: ThreadWorld, order: RunOrder, passage: Passage): Promise<void> {
  const tree = (order.workspace ?? world.repository).tree;
  const restored = await restore(world, order, tree);
  passage.reached.restored = restored;
  await passage.pass('restore');
  const { open, refusals, carried, keepBundle } = restored.state;
  if (open.length === 0 && refusals.length === 0 && !carried) return;
  const codexHome = new Map(restored.files.map(({ path, bytes }) => [path, bytes]));
  const kept = await takeTurns(world, order, { ...passage, tree, state: restored.state, codexHome });
  passage.reached.outbox = kept.outbox;
  await store(world, order, { ...passage, kept, keepBundle, codexHome });
}

function restore(world: ThreadWorld, order: RunOrder, tree: WorkingTree): Promise<Restored> {
  const { conversation, proposals, artifacts } = world;
  const { thread, branchTemplate = BRANCHES, sessionKey = 'sk-test', trigger = { kind: 'all' } } = order;
  return restoreThread(
    {
      conversation: { ...conversation, facts: factsIn(world) },
      people: conversation,
      artifacts: artifacts.store,
      proposals,
      tree,
      queue: { read: async (path) => order.queued?.get(path) },
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
      rerunBy: order.rerunBy,
      ...(order.countedAttempt === undefined ? {} : { countedAttempt: order.countedAttempt }),
      branch: thread.kind === 'pr' ? '' : 'main',
      base: 'main',
      branchTemplate,
      sandbox: 'workspace-write',
      sessionKey,
      trigger,
      ...(order.until === undefined ? {} : { until: order.until }),
      policy: aPolicy,
      trust: aTrust,
      repository: 'octo-org/demo',
      forks: 'read-only',
      ...(order.sha === undefined ? {} : { sha: order.sha }),
    },
  );
}

interface TurnsPlace extends Passage {
  readonly tree: WorkingTree;
  readonly state: ThreadState;
  readonly codexHome: Map<string, Buffer>;
}

interface Kept {
  readonly drained: Drained;
  readonly outbox: Outbox | undefined;
}

/** What was written down before a step broke off is kept all the same. */
async function takeTurns(world: ThreadWorld, order: RunOrder, place: TurnsPlace): Promise<Kept> {
  const { reached, pass } = place;
  const written: Kept[] = [];
  try {
    reached.drained = await drain(drainPorts(world, order, place, written), place.state, drainOrder(order, place));
    await pass('turns');
  } catch (error) {
    if (!order.goesRed || !endsStep(error) || written.length === 0) throw error;
    reached.red = error;
  }
  const kept = written.at(-1);
  if (!kept) throw new TypeError('Drain always keeps what it did');
  return kept;
}

function drainPorts(
  { conversation, clock }: ThreadWorld,
  order: RunOrder,
  { tree, state, codexHome }: TurnsPlace,
  written: Kept[],
): DrainPorts {
  const { runId: run, branchTemplate = BRANCHES } = order;
  const { base, headBranch } = state.workspace;
  return {
    conversation,
    people: conversation,
    pictures: fakePictures(),
    tree,
    transcripts: transcriptsOf(codexHome),
    warn: () => {},
    prepareAgent: async () => writingTranscripts(order.agentIn?.(codexHome) ?? order.agent ?? fakeAgent(), codexHome),
    keep: async (drained) => {
      order.onKeep?.('before', drained);
      const patch = base === '' ? undefined : await tree.changesSince(base);
      const outbox = composeOutbox(state, drained, { run, branchTemplate, headBranch, patch });
      written.push({ drained, outbox });
      order.onKeep?.('after', drained);
    },
    now: clock.now,
  };
}

const drainOrder = (order: RunOrder, { state: { asker } }: TurnsPlace): DrainOrder => ({
  policy: { ...aPolicy, allowUsers: [asker.login] },
  trigger: order.trigger ?? { kind: 'all' },
  codexVersion: '0.169.0',
  model: undefined,
  effort: undefined,
  coalesce: order.coalesce ?? false,
  run: order.runId,
  cancelled: order.cancelled ?? new AbortController().signal,
});

interface Stored extends Passage {
  readonly kept: Kept;
  readonly keepBundle: boolean;
  readonly codexHome: ReadonlyMap<string, Buffer>;
}

async function store(
  { artifacts }: ThreadWorld,
  { thread, runId, sessionKey = 'sk-test' }: RunOrder,
  { pass, kept: { drained, outbox }, keepBundle, codexHome }: Stored,
): Promise<void> {
  const uploads = artifacts.run(runId);
  const { sessionId } = drained.ledger.settings;
  const ofSession = [...codexHome].filter(([path]) => sessionId !== undefined && path.includes(sessionId));
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
      ledger: ledgerToKeep(drained.ledger, outbox),
      keepBundle,
      files: ofSession.map(([path, bytes]) => ({ path, bytes })),
      outbox,
    },
  );
}

const factsIn =
  (world: ThreadWorld): Conversation['facts'] =>
  async (thread) => {
    const facts = await world.conversation.facts(thread);
    return thread.kind === 'pr' ? { ...facts, head: headOf(world, thread.number) } : facts;
  };

/** The pull requests of a world come from its own branches, unless the world says otherwise. */
export function headOf({ proposals, forks, forkHeads }: ThreadWorld, number: number): PullRequestHead | undefined {
  const found = proposals.all().find((pullRequest) => pullRequest.number === number);
  return (
    found && {
      number,
      headRef: found.branch,
      headSha: forkHeads.get(number) ?? '',
      pushedAt: '2026-01-01T00:00:00Z',
      baseRef: found.base,
      headRepository: forks.get(number) ?? 'octo-org/demo',
    }
  );
}

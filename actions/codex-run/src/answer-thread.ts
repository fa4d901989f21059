import { rm } from 'node:fs/promises';
import path from 'node:path';
import { transcripts } from '@codex-worker/codex';
import {
  composeOutbox,
  type Drained,
  type DrainOrder,
  type DrainPorts,
  drain,
  Failure,
  ledgerToKeep,
  notReviewed,
  type OutboxChange,
  parseThreadState,
  type Review,
  redactDrained,
  reviewChange,
  reviewSchema,
  type Spent,
  type ThreadState,
  turnSpans,
  withholdSecrets,
} from '@codex-worker/core';
import { workingTree } from '@codex-worker/git';
import {
  conversation,
  fullName,
  gitHubClient,
  info,
  permissionLookup,
  pictures,
  type RunFacts,
  type RunPage,
  readDefaultBranch,
  runRedactor,
  type StateDirectory,
  stateDirectory,
  warning,
} from '@codex-worker/github';
import { readAnswerSchema } from './answer-schema.ts';
import { cameOut } from './came-out.ts';
import { waysOf } from './carried-login.ts';
import type { RunInputs, Work } from './inputs.ts';
import { type Meter, meter } from './meter.ts';
import { type AgentOrder, prepareAgent, preparedFor } from './prepare-agent.ts';
import type { RunResult } from './report.ts';
import { tellProgress } from './tell-progress.ts';

/** Answers what is open in the thread, and writes down after each turn what the run has to keep and to publish. */
export async function answerThread(
  run: RunFacts,
  inputs: RunInputs,
  work: Extract<Work, { kind: 'thread' }>,
  { cancelled, page }: JobHand,
): Promise<RunResult> {
  await using resources = new AsyncDisposableStack();
  const directory = stateDirectory(work.stateDir);
  page.begin({ run, stage: 'run', directory, draws: 'never' });
  const state = await restoredState(directory);
  const client = gitHubClient({ ...run, token: inputs.token });
  const tooLarge = new Set<string>();
  const place = {
    folder: inputs.workspace,
    server: run.serverUrl,
    repository: fullName(run.repository),
    token: undefined,
  };
  const tree = workingTree(place, (file) => tooLarge.add(file));
  const codexHome = await directory.folder('codex-home');
  const ways = waysOf(run, inputs);
  const record = recorder(directory, state, inputs, { run: run.runId, tooLarge });
  const { instructions: base } = state.workspace;
  const used = meter(inputs.prices);
  const isReviewed = inputs.review && state.fork === undefined;
  const progress = resources.use(tellProgress({ run, inputs, state, codexHome, cancelled }));
  let last: { readonly drained: Drained; readonly patch: string | undefined } | undefined;
  let change: OutboxChange | undefined;
  const ports: DrainPorts = {
    conversation: conversation(client),
    people: permissionLookup(client),
    pictures: pictures({
      hosts: { pages: run.serverUrl, api: run.apiUrl },
      folder: await pictureFolder(directory, resources),
      signal: cancelled,
    }),
    tree,
    transcripts: transcripts(codexHome),
    prepareAgent: () =>
      page.part('install', async () => {
        const branch = async () =>
          ({ kind: 'branch', client, branch: await readDefaultBranch(run.eventPath) }) as const;
        const schema = await readAnswerSchema(inputs.outputSchema, branch);
        const agent = await preparedFor(schema, {
          run,
          inputs,
          ways,
          untrusted: state.fork !== undefined,
          obeyed: base && { base, now: () => tree.instructionsNow() },
          codexHome,
          cancelled,
          onEvent: progress.onEvent,
          resources,
        });
        return progress.told(used.on(agent));
      }),
    keep: async (drained) => {
      const { base } = state.workspace;
      tooLarge.clear();
      const patch = base === '' ? undefined : await tree.changesSince(base);
      // Whatever ends the run from here on, nothing is published that was not looked at.
      change = await record(drained, patch, isReviewed ? notReviewed : undefined);
      last = { drained, patch };
      page.parts(turnSpans(drained.ledger, state.ledger.turns.length));
    },
    warn: warning,
    now: () => new Date(),
  };
  const drained = await drain(ports, state, drainOrder(run, inputs, state, cancelled));
  if (isReviewed && last && change !== undefined) {
    const reviewed = change.patch;
    const place = { run, inputs, ways, directory, used, cancelled, resources };
    const review = await page.part('review', () => reviewOf(reviewed, place));
    // branch-pr leaves it on the page of the run. A line of its own could be a workflow command.
    if (review.kind === 'held') info(`The review held the change back: ${review.why.replace(/\s+/g, ' ')}`);
    change = await record(last.drained, last.patch, review);
  }
  return resultOf(state, { drained: redactDrained(drained, [], runRedactor()), change, spent: used.spent() });
}

/** Beside Codex's home, out of the workspace and of what is stored. It goes with the run, and a run before may have left its own. */
async function pictureFolder(directory: StateDirectory, resources: AsyncDisposableStack): Promise<string> {
  const folder = path.join(directory.path, 'pictures');
  const remove = () => rm(folder, { recursive: true, force: true });
  await remove();
  resources.defer(remove);
  return folder;
}

/** What the process has: how it is stopped, and where it tells what it does. */
export interface JobHand {
  readonly cancelled: AbortSignal;
  readonly page: RunPage;
}

interface ReviewPlace extends Omit<AgentOrder, 'codexHome'> {
  readonly directory: StateDirectory;
  readonly used: Meter;
}

/** Nothing of the repository instructs the reviewer, and nothing of the review is kept with the session. */
async function reviewOf(patch: string, place: ReviewPlace): Promise<Review> {
  const { directory, used, inputs, cancelled } = place;
  // Beside the home of the turns: what is opened for a user of Codex's own is what is around both.
  const home = path.join(directory.path, 'review');
  const schema = JSON.stringify(reviewSchema);
  const prepare = async () => {
    const agent = await prepareAgent({
      ...place,
      schema,
      untrusted: true,
      codexHome: home,
    });
    return used.on(agent);
  };
  const { model, effort } = inputs;
  return reviewChange(prepare, { patch, model, effort }, cancelled);
}

async function restoredState(directory: StateDirectory): Promise<ThreadState> {
  const stored = await directory.read('thread.json');
  if (stored !== undefined) return parseThreadState(stored);
  throw new Failure('input-invalid', {
    what: `There is no restored thread in ${directory.path}.`,
    fix: 'Run session-restore in the same job before, with the same thread and state-dir; or give a prompt instead of a thread.',
  });
}

function drainOrder(run: RunFacts, inputs: RunInputs, { asker }: ThreadState, cancelled: AbortSignal): DrainOrder {
  const { policy, trigger, coalesce, codexVersion, model, effort, prices } = inputs;
  return {
    // The router admitted the person who asks in this very run.
    policy: { ...policy, allowUsers: [...policy.allowUsers, asker.login] },
    trigger,
    coalesce,
    codexVersion,
    model,
    effort,
    prices,
    run: run.runId,
    cancelled,
  };
}

/** Writes down what session-persist is to keep; answers the change to publish, if there is one. */
function recorder(
  directory: StateDirectory,
  state: ThreadState,
  inputs: RunInputs,
  { run, tooLarge }: { readonly run: number; readonly tooLarge: ReadonlySet<string> },
) {
  const { branchTemplate, codexVersion, prices } = inputs;
  const { headBranch } = state.workspace;
  return async (
    drained: Drained,
    patch: string | undefined,
    review: Review | undefined,
  ): Promise<OutboxChange | undefined> => {
    const redactor = runRedactor();
    const safe = patch === undefined ? { patch, withheld: [] } : withholdSecrets(patch, redactor);
    const clean = redactDrained(drained, safe.withheld, redactor, [...tooLarge]);
    const told = review?.kind === 'held' ? { ...review, why: redactor.said(review.why) } : review;
    const order = { run, branchTemplate, headBranch, patch: safe.patch, review: told, prices };
    const outbox = composeOutbox(state, clean, order);
    await directory.write('turns.json', { ledger: ledgerToKeep(drained.ledger, outbox), outbox, codexVersion });
    return outbox?.change;
  };
}

interface Made {
  readonly drained: Drained;
  /** What the run left to publish. */
  readonly change: OutboxChange | undefined;
  readonly spent: Spent;
}

function resultOf(state: ThreadState, { drained, change, spent }: Made): RunResult {
  const turns = drained.ledger.turns.slice(state.ledger.turns.length);
  return {
    ...cameOut(drained.outcome, drained.failure, drained.structured),
    sessionId: drained.ledger.settings.sessionId,
    sandbox: turns.at(-1)?.sandbox,
    finalMessage: drained.replies.findLast(({ outcome }) => outcome === 'answered')?.text,
    turns: turns.length,
    changed: change !== undefined,
    spent,
  };
}

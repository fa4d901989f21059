import { transcripts } from '@codex-worker/codex';
import {
  composeOutbox,
  type Drained,
  type DrainOrder,
  type DrainPorts,
  drain,
  Failure,
  ledgerToKeep,
  parseThreadState,
  redactDrained,
  type ThreadState,
  withholdSecrets,
} from '@codex-worker/core';
import { workingTree } from '@codex-worker/git';
import {
  conversation,
  fullName,
  gitHubClient,
  permissionLookup,
  type RunFacts,
  runRedactor,
  type StateDirectory,
  stateDirectory,
  warning,
} from '@codex-worker/github';
import type { RunInputs, Work } from './inputs.ts';
import { prepareAgent } from './prepare-agent.ts';
import type { RunResult } from './report.ts';

/** Answers what is open in the thread, and writes down after each turn what the run has to keep and to publish. */
export async function answerThread(
  run: RunFacts,
  inputs: RunInputs,
  work: Extract<Work, { kind: 'thread' }>,
  cancelled: AbortSignal,
): Promise<RunResult> {
  await using resources = new AsyncDisposableStack();
  const directory = stateDirectory(work.stateDir);
  const state = await restoredState(directory);
  const client = gitHubClient({ ...run, token: inputs.token });
  const tree = workingTree({
    folder: inputs.workspace,
    server: run.serverUrl,
    repository: fullName(run.repository),
    token: undefined,
  });
  const codexHome = await directory.folder('codex-home');
  const record = recorder(directory, state, inputs, run.runId);
  let changed = false;
  const ports: DrainPorts = {
    conversation: conversation(client),
    people: permissionLookup(client),
    tree,
    transcripts: transcripts(codexHome),
    prepareAgent: () =>
      prepareAgent({ run, inputs, untrusted: state.fork !== undefined, codexHome, cancelled, resources }),
    keep: async (drained) => {
      const { base } = state.workspace;
      changed = await record(drained, base === '' ? undefined : await tree.changesSince(base));
    },
    warn: warning,
    now: () => new Date(),
  };
  const drained = await drain(ports, state, drainOrder(run, inputs, state, cancelled));
  return { ...resultOf(state, redactDrained(drained, [], runRedactor())), changed };
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
  const { policy, trigger, coalesce, codexVersion, model, effort } = inputs;
  return {
    // The router admitted the person who asks in this very run.
    policy: { ...policy, allowUsers: [...policy.allowUsers, asker.login] },
    trigger,
    coalesce,
    codexVersion,
    model,
    effort,
    run: run.runId,
    cancelled,
  };
}

/** Writes down what session-persist is to keep; answers whether there is a change to publish. */
function recorder(directory: StateDirectory, state: ThreadState, inputs: RunInputs, run: number) {
  const { branchTemplate, codexVersion } = inputs;
  const { headBranch } = state.workspace;
  return async (drained: Drained, patch: string | undefined): Promise<boolean> => {
    const redactor = runRedactor();
    const safe = patch === undefined ? { patch, withheld: [] } : withholdSecrets(patch, redactor);
    const clean = redactDrained(drained, safe.withheld, redactor);
    const outbox = composeOutbox(state, clean, { run, branchTemplate, headBranch, patch: safe.patch });
    await directory.write('turns.json', { ledger: ledgerToKeep(drained.ledger, outbox), outbox, codexVersion });
    return outbox?.change !== undefined;
  };
}

function resultOf(state: ThreadState, drained: Drained): Omit<RunResult, 'changed'> {
  const turns = drained.ledger.turns.slice(state.ledger.turns.length);
  return {
    outcome: drained.outcome,
    failure: drained.failure,
    sessionId: drained.ledger.settings.sessionId,
    sandbox: turns.at(-1)?.sandbox,
    finalMessage: drained.replies.findLast(({ outcome }) => outcome === 'answered')?.text,
    turns: turns.length,
    usage: turns.flatMap(({ tokens }) => (tokens ? [tokens] : [])),
  };
}

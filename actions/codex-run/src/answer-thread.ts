import { composeOutbox, type Drained, drain, Failure, ledgerToKeep, type ThreadState } from '@codex-worker/core';
import { workingTree } from '@codex-worker/git';
import {
  conversation,
  fullName,
  gitHubClient,
  permissionLookup,
  type RunFacts,
  readEvent,
  stateDirectory,
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
  // Written by session-restore of the same release, in the step before.
  const state = (await directory.read('thread.json')) as ThreadState | undefined;
  if (!state) throw notRestored(work.stateDir);
  const client = gitHubClient({ ...run, token: inputs.token });
  const tree = workingTree({
    folder: inputs.workspace,
    server: run.serverUrl,
    repository: fullName(run.repository),
    token: undefined,
  });
  const codexHome = await directory.folder('codex-home');
  const keep = async (drained: Drained) => {
    const patch = state.workspace.base === '' ? undefined : await tree.changesSince(state.workspace.base);
    const headBranch = inputs.ref ?? state.workspace.baseBranch;
    const outbox = composeOutbox(state, drained, {
      run: run.runId,
      branchTemplate: inputs.branchTemplate,
      headBranch,
      patch,
    });
    await directory.write('turns.json', {
      ledger: ledgerToKeep(drained.ledger, outbox),
      outbox,
      codexVersion: inputs.codexVersion,
    });
    changed = outbox?.change !== undefined;
  };
  let changed = false;
  const drained = await drain(
    {
      conversation: conversation(client),
      people: permissionLookup(client),
      prepareAgent: () =>
        prepareAgent({ inputs, codexHome, sandbox: state.ledger.settings.sandbox, cancelled, resources }),
      keep,
      now: () => new Date(),
    },
    state,
    {
      policy: { ...inputs.policy, allowUsers: [...inputs.policy.allowUsers, await askerOf(run)] },
      codexVersion: inputs.codexVersion,
      model: inputs.model ?? state.ledger.settings.model,
      effort: inputs.effort ?? state.ledger.settings.effort,
      run: run.runId,
      cancelled,
    },
  );
  const turns = drained.ledger.turns.slice(state.ledger.turns.length);
  return {
    outcome: drained.outcome,
    failure: drained.failure,
    sessionId: drained.ledger.settings.sessionId,
    sandbox: turns.at(-1)?.sandbox,
    finalMessage: drained.replies.findLast(({ outcome }) => outcome === 'answered')?.text,
    turns: turns.length,
    changed,
    usage: turns.flatMap(({ tokens }) => (tokens ? [tokens] : [])),
  };
}

/** The router admitted the person who asks in this very run. */
async function askerOf(run: RunFacts): Promise<string> {
  const event = await readEvent(run);
  return event.kind === 'unserved' ? '' : event.asker.login;
}

function notRestored(stateDir: string): Failure {
  return new Failure('input-invalid', {
    what: `There is no restored thread in ${stateDir}.`,
    fix: 'Run session-restore in the same job before, with the same thread and state-dir; or give a prompt instead of a thread.',
  });
}

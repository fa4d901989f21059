import { assertSafe } from '@codex-worker/codex';
import { catalogue, type TurnEnd } from '@codex-worker/core';
import { workingTree } from '@codex-worker/git';
import { fullName, type RunFacts, stateDirectory } from '@codex-worker/github';
import type { RunInputs, Work } from './inputs.ts';
import { prepareAgent } from './prepare-agent.ts';
import type { RunResult } from './report.ts';

/** Answers one prompt in the checkout, for a pipeline that has its own way of asking and publishing. */
export async function answerPrompt(
  run: RunFacts,
  inputs: RunInputs,
  { prompt, sandbox, stateDir }: Extract<Work, { kind: 'prompt' }>,
  cancelled: AbortSignal,
): Promise<RunResult> {
  assertSafe(sandbox, inputs);
  await using resources = new AsyncDisposableStack();
  const codexHome = await stateDirectory(stateDir).folder('codex-home');
  const agent = await prepareAgent({ run, inputs, codexHome, cancelled, resources });
  const { model, effort } = inputs;
  const end = await agent.takeTurn({ prompt, sessionId: undefined, sandbox, model, effort }, cancelled);
  const tree = workingTree({
    folder: inputs.workspace,
    server: run.serverUrl,
    repository: fullName(run.repository),
    token: undefined,
  });
  return {
    ...outcomeOf(end),
    sessionId: end.sessionId,
    sandbox,
    turns: 1,
    changed: (await tree.changesSince('HEAD')) !== undefined,
  };
}

function outcomeOf(end: TurnEnd): Pick<RunResult, 'outcome' | 'failure' | 'finalMessage' | 'usage'> {
  const none = { finalMessage: undefined, usage: [] };
  switch (end.kind) {
    case 'answered':
      return {
        outcome: 'answered',
        failure: undefined,
        finalMessage: end.finalMessage,
        usage: end.usage ? [end.usage] : [],
      };
    case 'cancelled':
      return { ...none, outcome: 'cancelled', failure: undefined };
    case 'timed-out': {
      const code = end.after === 'wall' ? 'timed-out' : 'idle';
      return {
        ...none,
        outcome: 'failed',
        failure: { code, what: `Codex was stopped after ${end.minutes} minutes.`, fix: catalogue[code].fix },
      };
    }
    case 'failed':
      return {
        ...none,
        outcome: 'failed',
        failure: { code: end.code, what: end.detail, fix: catalogue[end.code].fix },
      };
  }
}

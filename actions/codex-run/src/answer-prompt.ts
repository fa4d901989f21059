import { assertSafe } from '@codex-worker/codex';
import { catalogue, type TurnEnd, type TurnRow } from '@codex-worker/core';
import { workingTree } from '@codex-worker/git';
import { fullName, type RunFacts, stateDirectory } from '@codex-worker/github';
import type { JobHand } from './answer-thread.ts';
import type { RunInputs, Work } from './inputs.ts';
import { prepareAgent } from './prepare-agent.ts';
import type { RunResult } from './report.ts';

/** Answers one prompt in the checkout, for a pipeline that has its own way of asking and publishing. */
export async function answerPrompt(
  run: RunFacts,
  inputs: RunInputs,
  { prompt, sandbox, stateDir }: Extract<Work, { kind: 'prompt' }>,
  { cancelled, page }: JobHand,
): Promise<RunResult> {
  assertSafe(sandbox, inputs);
  await using resources = new AsyncDisposableStack();
  const directory = stateDirectory(stateDir);
  page.begin({ run, stage: 'run', directory, draws: 'always' });
  const codexHome = await directory.folder('codex-home');
  const agent = await page.part('install', () => prepareAgent({ run, inputs, codexHome, cancelled, resources }));
  const { model, effort } = inputs;
  const order = { prompt, sessionId: undefined, sandbox, model, effort };
  const began = Date.now();
  const end = await page.part('turn', () => agent.takeTurn(order, cancelled));
  page.tell({ turns: [rowOf(end, inputs, (Date.now() - began) / 1000)] });
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

function rowOf(end: TurnEnd, { model, effort }: RunInputs, seconds: number): TurnRow {
  const { outcome, failure, usage } = outcomeOf(end);
  const tokens = usage.map(({ input, output }) => input + output)[0];
  return { requests: [], outcome, failure: failure?.code, model, effort, tokens, seconds };
}

type Outcome = Pick<RunResult, 'failure' | 'finalMessage' | 'usage'> & Pick<TurnRow, 'outcome'>;

function outcomeOf(end: TurnEnd): Outcome {
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

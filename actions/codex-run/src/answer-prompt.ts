import { assertSafe } from '@codex-worker/codex';
import { catalogue, type Spent, type TurnEnd, type TurnRow } from '@codex-worker/core';
import { workingTree } from '@codex-worker/git';
import { fullName, type RunFacts, stateDirectory } from '@codex-worker/github';
import { readAnswerSchema } from './answer-schema.ts';
import type { JobHand } from './answer-thread.ts';
import { cameOut } from './came-out.ts';
import { waysOf } from './carried-login.ts';
import type { RunInputs, Work } from './inputs.ts';
import { meter } from './meter.ts';
import { preparedFor } from './prepare-agent.ts';
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
  const folder = async () => ({ kind: 'folder', folder: inputs.workspace }) as const;
  const schema = await readAnswerSchema(inputs.outputSchema, folder);
  const used = meter(inputs.prices);
  const agentOrder = { run, inputs, ways: waysOf(run, inputs), codexHome, cancelled, resources };
  const { model, effort } = inputs;
  const order = { prompt, sessionId: undefined, sandbox, model, effort };
  let began = Date.now();
  const take = async (): Promise<TurnEnd> => {
    const agent = used.on(await page.part('install', () => preparedFor(schema, agentOrder)));
    began = Date.now();
    return page.part('turn', () => agent.takeTurn(order, cancelled));
  };
  const end = await take().catch((error: unknown) => cutShort(cancelled, error));
  page.tell({ turns: [rowOf(end, inputs, used.spent(), (Date.now() - began) / 1000)] });
  const place = {
    folder: inputs.workspace,
    server: run.serverUrl,
    repository: fullName(run.repository),
    token: undefined,
  };
  // What is too large for a change of the worker's has changed the checkout all the same.
  const tooLarge: string[] = [];
  const patch = await workingTree(place, (file) => tooLarge.push(file)).changesSince('HEAD');
  return {
    ...outcomeOf(end),
    sessionId: end.sessionId,
    sandbox,
    turns: 1,
    spent: used.spent(),
    changed: patch !== undefined || tooLarge.length > 0,
  };
}

/** Getting ready may be cut short as well. */
function cutShort(cancelled: AbortSignal, error: unknown): TurnEnd {
  if (cancelled.aborted) return { kind: 'cancelled', sessionId: undefined };
  throw error;
}

/** A row of the page knows the words of replies. */
function rowOf(end: TurnEnd, { model, effort }: RunInputs, { usage }: Spent, seconds: number): TurnRow {
  const outcome = end.kind === 'answered' || end.kind === 'cancelled' ? end.kind : 'failed';
  const tokens = usage.input + usage.output;
  return { requests: [], outcome, failure: outcomeOf(end).failure?.code, model, effort, tokens, seconds };
}

function outcomeOf(end: TurnEnd): Pick<RunResult, 'outcome' | 'failure' | 'finalMessage' | 'structured'> {
  const none = { finalMessage: undefined, structured: undefined };
  switch (end.kind) {
    case 'answered':
      return { ...cameOut('answered', undefined, end.structured), finalMessage: end.finalMessage };
    case 'cancelled':
      return { ...none, outcome: 'cancelled', failure: undefined };
    case 'timed-out': {
      const code = end.after === 'wall' ? 'timed-out' : 'idle';
      const what = `Codex was stopped after ${end.minutes} minutes.`;
      return { ...none, outcome: 'failed', failure: { code, what, fix: catalogue[code].fix } };
    }
    case 'failed': {
      const { code, detail: what, fix = catalogue[code].fix } = end;
      return { ...none, outcome: 'failed', failure: { code, what, fix } };
    }
  }
}

import { runAction, runFacts } from '@codex-worker/github';
import { answerPrompt } from './answer-prompt.ts';
import { answerThread } from './answer-thread.ts';
import { cancellation } from './cancellation.ts';
import { readRunInputs } from './inputs.ts';
import { endRed, report } from './report.ts';

await runAction(async (page) => {
  const run = runFacts();
  const inputs = readRunInputs(run);
  const cancelled = cancellation();
  const result =
    inputs.work.kind === 'thread'
      ? await answerThread(run, inputs, inputs.work, { cancelled, page })
      : await answerPrompt(run, inputs, inputs.work, { cancelled, page });
  report(result);
  endRed(result, inputs.failOn);
});

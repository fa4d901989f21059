import { runAction, runFacts } from '@codex-worker/github';
import { readLoginInputs } from './inputs.ts';
import { renewStored } from './renew-stored.ts';
import { report } from './report.ts';

await runAction(async () => {
  const run = runFacts();
  const inputs = readLoginInputs();
  report(await renewStored(run, inputs), inputs);
});

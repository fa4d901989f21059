import { runAction, runFacts } from '@codex-worker/github';
import { readLoginInputs } from './inputs.ts';
import { renewCarried } from './renew-carried.ts';
import { renewStored } from './renew-stored.ts';
import { report } from './report.ts';

await runAction(async () => {
  const run = runFacts();
  const inputs = readLoginInputs();
  const { storing } = inputs;
  const renewal =
    storing.kind === 'secret' ? await renewStored(run, inputs, storing) : await renewCarried(run, inputs, storing);
  await report(renewal, storing);
});

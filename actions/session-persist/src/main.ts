import { runAction, runFacts } from '@codex-worker/github';
import { readPersistInputs } from './inputs.ts';
import { keep } from './keep.ts';
import { prune } from './prune.ts';

await runAction(async (page) => {
  const run = runFacts();
  const inputs = readPersistInputs(run);
  await (inputs.operation === 'keep' ? keep(run, inputs, page) : prune(run, inputs));
});

import { outboxName, propose, threadKey } from '@codex-worker/core';
import { info, readOwnOutbox, runAction, runArtifacts, runFacts, stateDirectory } from '@codex-worker/github';
import { proposeSettings, readBranchInputs } from './inputs.ts';
import { proposePorts } from './ports.ts';
import { report } from './report.ts';

await runAction(async () => {
  const run = runFacts();
  const inputs = readBranchInputs(run);
  const directory = stateDirectory(inputs.stateDir);
  const outbox = await readOwnOutbox(runArtifacts(), outboxName(threadKey(inputs.thread), run.runId));
  if (!outbox) return info('The run has no outbox: there is nothing to publish.');
  const end = await propose(await proposePorts(run, inputs, directory), outbox, await proposeSettings(run, inputs));
  await directory.write('proposal.json', end);
  report(end);
});

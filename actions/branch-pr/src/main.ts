import { outboxName, propose, threadKey, turnRows } from '@codex-worker/core';
import {
  info,
  readOwnOutbox,
  runAction,
  runArtifacts,
  runFacts,
  stateDirectory,
  threadFacts,
} from '@codex-worker/github';
import { needsOf, publishingAccess } from './access.ts';
import { proposeSettings, readBranchInputs } from './inputs.ts';
import { proposePorts } from './ports.ts';
import { report } from './report.ts';

await runAction(async (page) => {
  const run = runFacts();
  const inputs = readBranchInputs(run);
  const directory = stateDirectory(inputs.stateDir);
  page.begin({ run, stage: 'propose', directory, earlier: inputs.timeline, draws: 'if-it-fails' });
  page.tell(threadFacts(run, inputs.thread));
  const outbox = await readOwnOutbox(runArtifacts(), outboxName(threadKey(inputs.thread), run.runId));
  if (!outbox) return info('The run has no outbox: there is nothing to publish.');
  page.tell({ turns: turnRows(outbox.replies, []) });
  const settings = await proposeSettings(run, inputs);
  await using access = await publishingAccess(run, inputs, needsOf(outbox, settings));
  const end = await propose(await proposePorts(run, inputs, { token: access.token, directory }), outbox, settings);
  await directory.write('proposal.json', end);
  report(end);
});

import { writeSessions } from '@codex-worker/codex';
import { restoreThread } from '@codex-worker/core';
import { runAction, runFacts, stateDirectory } from '@codex-worker/github';
import { readRestoreInputs, restoreCall } from './inputs.ts';
import { restorePorts } from './ports.ts';
import { report } from './report.ts';

await runAction(async () => {
  const run = runFacts();
  const inputs = readRestoreInputs(run);
  const { state, files, notes } = await restoreThread(restorePorts(run, inputs), await restoreCall(run, inputs));
  const directory = stateDirectory(inputs.stateDir);
  await directory.write('thread.json', state);
  await writeSessions(await directory.folder('codex-home'), files);
  report(state, notes);
});

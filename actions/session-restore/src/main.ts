import { writeSessions } from '@codex-worker/codex';
import { restoreThread } from '@codex-worker/core';
import { runAction, runFacts, stateDirectory, threadFacts } from '@codex-worker/github';
import { readRestoreInputs, restoreCall } from './inputs.ts';
import { restorePorts } from './ports.ts';
import { isPending, report } from './report.ts';

/** What the actions of a job leave in the state directory. This action is the first of them, and what it finds is an earlier job's. */
const documents = ['thread.json', 'turns.json', 'proposal.json', 'published.json', 'timeline.json'];
const folders = ['codex-home', 'review', 'pictures', 'user', 'publish'];

await runAction(async (page) => {
  const run = runFacts();
  const inputs = readRestoreInputs(run);
  const directory = stateDirectory(inputs.stateDir);
  await directory.clear([...documents, ...folders]);
  page.begin({ run, stage: 'restore', directory, earlier: inputs.timeline, draws: 'if-it-fails' });
  const { state, files, notes } = await restoreThread(restorePorts(run, inputs), await restoreCall(run, inputs));
  await directory.write('thread.json', state);
  await writeSessions(await directory.folder('codex-home'), files);
  page.tell({ ...threadFacts(run, inputs.thread), ...(isPending(state) ? {} : { draws: 'always' }) });
  report(state, notes);
});

import { pruneThread } from '@codex-worker/core';
import { artifactStore, gitHubClient, info, type RunFacts, runArtifacts, stateDirectory } from '@codex-worker/github';
import type { PersistInputs } from './inputs.ts';

/** Deletes what newer runs have replaced. Retention would do it too; this keeps the quota small and the choice simple. */
export async function prune(run: RunFacts, inputs: PersistInputs): Promise<void> {
  const published = (await stateDirectory(inputs.stateDir).read('published.json')) as { whole: boolean } | undefined;
  const store = artifactStore(gitHubClient({ ...run, token: inputs.token }));
  const count = await pruneThread(
    { store, own: runArtifacts() },
    {
      thread: inputs.thread,
      runId: run.runId,
      outboxDone: published?.whole === true,
    },
  );
  info(`${count} ${count === 1 ? 'artifact' : 'artifacts'} pruned.`);
}

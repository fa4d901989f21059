import {
  type ArtifactStore,
  isTranscriptMade,
  pageTexts,
  parseTranscriptChoice,
  pruneThread,
  pruneTranscripts,
} from '@codex-worker/core';
import {
  apiUse,
  artifactStore,
  gitHubClient,
  info,
  type RunFacts,
  readVisibility,
  runArtifacts,
  stateDirectory,
  summary,
} from '@codex-worker/github';
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
  const pages = await pruneOldPages(store, run, inputs);
  await tell(count + pages);
}

/** In a pull request, or where one is opened, a turn asks GitHub for most that it may: there, pages rest until their retention ends. */
async function pruneOldPages(store: ArtifactStore, run: RunFacts, inputs: PersistInputs): Promise<number> {
  if (!isTranscriptMade(parseTranscriptChoice(inputs.transcript), await readVisibility(run))) return 0;
  if (inputs.thread.kind === 'pr') return 0;
  const proposal = (await stateDirectory(inputs.stateDir).read('proposal.json')) as { kind: string } | undefined;
  return proposal?.kind === 'opened' ? 0 : pruneTranscripts(store, inputs.thread, run.runId);
}

async function tell(count: number): Promise<void> {
  await summary(pageTexts.pruned(count, apiUse().calls));
  info(`${count} ${count === 1 ? 'artifact' : 'artifacts'} pruned.`);
}

import { type ArtifactStore, transcriptName } from '../store/artifact-store.ts';
import { type Thread, threadKey } from '../thread/thread.ts';

/** A turn may ask GitHub so many times and no more: what is left over goes with a later turn, or with its retention. */
const MOST_REMOVED = 2;

/** Deletes older pages of a thread, once this run made a newer one that holds all their turns. Answers how many went. */
export async function pruneTranscripts(store: ArtifactStore, thread: Thread, runId: number): Promise<number> {
  const [newest, ...older] = await store.list(transcriptName(threadKey(thread)));
  const removed = newest?.runId === runId ? older.slice(-MOST_REMOVED) : [];
  for (const { id } of removed) await store.remove(id);
  return removed.length;
}

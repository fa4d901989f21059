import { parseQueuedRequest, parseQueuePath, type RequestId } from '@codex-worker/core';
import { type GitHubClient, requestQueue } from '@codex-worker/github';
import type { Notes } from './notes.ts';
import type { QueuedThread } from './traces.ts';

/** Files of the queue that are read one by one: their names do not tell the thread. */
const MOST_FILES = 20;

/** What waits. */
export interface QueueSeen {
  readonly waiting: readonly QueuedThread[];
  readonly requests: ReadonlySet<RequestId>;
}

/** Reads what waits in the explicit queue. */
export async function readQueue(client: GitHubClient, notes: Notes): Promise<QueueSeen> {
  const queue = requestQueue(client);
  const files = (await queue.waiting()).toSorted((a, b) => Number(a.path > b.path) - Number(a.path < b.path));
  if (files.length > MOST_FILES)
    notes.cut(`${files.length} requests wait in the queue, and the first ${MOST_FILES} are listed.`);
  const waiting = files.slice(0, MOST_FILES).map(async (file) => {
    const parsed = parseQueuedRequest(await queue.contents(file));
    if (parsed.kind !== 'request') return [];
    const { thread, taken } = parsed.queued;
    return [{ thread, taken: taken.length > 0 }];
  });
  return {
    waiting: (await Promise.all(waiting)).flat(),
    requests: new Set(files.flatMap(({ path }) => parseQueuePath(path)?.requestId ?? [])),
  };
}

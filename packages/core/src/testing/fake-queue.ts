import { queuePath, WAITING_FOLDER } from '../queue/queue-path.ts';
import { parseQueuedRequest, renderQueuedRequest } from '../queue/queued-request.ts';
import type { QueuedRequests, RequestQueue } from '../queue/request-queue.ts';
import { digest } from '../request/digest.ts';

/** A queue in memory, its files to be looked at and written as any tool could. */
export interface FakeQueue extends RequestQueue, QueuedRequests {
  readonly files: Map<string, string>;
}

export function fakeQueue(): FakeQueue {
  const files = new Map<string, string>();
  return {
    files,
    append: async (queued) => {
      const path = queuePath(queued.request);
      if (files.has(path)) return 'waits-already';
      files.set(path, renderQueuedRequest(queued));
      return 'appended';
    },
    waiting: async () =>
      [...files]
        .filter(([path]) => path.startsWith(WAITING_FOLDER))
        .map(([path, text]) => ({ path, blob: digest(text) })),
    contents: async ({ path }) => files.get(path) ?? '',
    change: async (changes) => {
      for (const change of changes) {
        switch (change.kind) {
          case 'write':
            files.set(change.path, change.text);
            break;
          case 'move':
            files.set(change.to, files.get(change.file.path) ?? '');
            files.delete(change.file.path);
            break;
          case 'remove':
            files.delete(change.path);
        }
      }
    },
    read: async (path) => {
      const parsed = parseQueuedRequest(files.get(path) ?? '');
      return parsed.kind === 'request' ? parsed.queued : undefined;
    },
  };
}

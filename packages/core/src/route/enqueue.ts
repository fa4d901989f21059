import { inQueueOrder, parseQueuePath, queuePath } from '../queue/queue-path.ts';
import { texts } from '../reply/texts.ts';
import type { Request } from '../request/request.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { announce } from './acknowledge.ts';
import type { RouterSettings } from './decide.ts';
import type { Asked } from './plan.ts';
import type { RoutePorts } from './ports.ts';
import { unlessRefused } from './tell.ts';

/** Puts a request into the queue of the repository; only then is it seen. */
export async function enqueue(
  ports: RoutePorts,
  asked: Asked & { readonly thread: Thread },
  settings: RouterSettings,
): Promise<void> {
  const { thread, request, asker, start, issue, ref, sha, base, fork } = asked;
  await ports.queue.append({
    thread: threadKey(thread),
    request,
    asker,
    start,
    openedBy: issue?.author,
    ref,
    // Only a stranger's head must stay the one that was authorised.
    ...(fork ? { sha } : {}),
    base,
    queuedAt: settings.now,
    taken: [],
  });
  await unlessRefused(ports, 'leave 👀', () => ports.acknowledge(request.id, thread));
  if (!settings.announceQueue) return;
  await unlessRefused(ports, 'look how many requests are ahead', async () => {
    const ahead = await countAhead(ports, request);
    if (ahead > 0) await announce(ports, asked, texts.requestsAhead(ahead), settings);
  });
}

async function countAhead(ports: RoutePorts, request: Request): Promise<number> {
  const own = parseQueuePath(queuePath(request));
  const waiting = (await ports.queue.waiting()).map(({ path }) => parseQueuePath(path));
  return waiting.filter((place) => place && own && inQueueOrder(place, own) < 0).length;
}

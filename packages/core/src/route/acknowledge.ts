import { isSettled } from '../ledger/is-settled.ts';
import { readQueuedMarker, renderQueuedMarker } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { runName } from '../reply/render-reply.ts';
import { texts } from '../reply/texts.ts';
import type { Request } from '../request/request.ts';
import { sameLogin } from '../standing/standing.ts';
import type { Thread } from '../thread/thread.ts';
import type { RouterSettings } from './decide.ts';
import type { RoutePorts } from './ports.ts';
import { unlessRefused } from './tell.ts';

interface Seen {
  readonly thread: Thread;
  readonly request: Pick<Request, 'id' | 'text' | 'place'>;
  /** Whether the request opens its thread: then nothing can be ahead of it, and no call asks. */
  readonly opens?: boolean;
  /** Who asked; set where turns are limited, and the comment promises one. */
  readonly by?: string;
}

/** Shows that a request was seen, and how many runs of its thread are ahead of it. */
export async function acknowledge(ports: RoutePorts, seen: Seen, settings: RouterSettings): Promise<void> {
  await unlessRefused(ports, 'leave 👀', () => ports.acknowledge(seen.request.id, seen.thread));
  if (!settings.announceQueue || seen.opens) return;
  await unlessRefused(ports, 'look how many runs are ahead', async () => {
    const group = await ports.runs.group(seen.thread);
    const ahead = group.kind === 'known' ? group.waiting + (group.holder ? 1 : 0) : 0;
    if (ahead > 0) await announce(ports, seen, texts.runsAhead(ahead), settings);
  });
}

/**
 * Says what a request waits for, once, and answers the comment's id. Whoever posts its reply takes that comment away: where
 * it has its last word already, nothing is said.
 */
export async function announce(
  ports: Pick<RoutePorts, 'conversation'>,
  { thread, request, by }: Seen,
  text: string,
  { run, policy }: Pick<RouterSettings, 'run' | 'policy'>,
): Promise<number | undefined> {
  const { ownLogin } = policy;
  if (run.attempt > 1) {
    const comments = await ports.conversation.newestComments(thread);
    const ours = comments.filter(({ author }) => sameLogin(author.login, ownLogin));
    const said = ours.find(({ body }) => readQueuedMarker(body)?.requestId === request.id);
    if (said) return said.id;
    // The run looks there, too.
    const beside = comments.filter(({ place }) => (place === undefined) === (request.place === undefined));
    if (isSettled(ownMarkers(beside, ownLogin), { request, attempt: run.attempt })) return undefined;
  }
  const marker = renderQueuedMarker({ requestId: request.id, run: runName(run), ...(by === undefined ? {} : { by }) });
  return (await ports.conversation.post(thread, `${text}\n\n${marker}`)).id;
}

import { Failure } from '../failure/failure.ts';
import { type RunLink, runName } from '../reply/render-reply.ts';
import type { Conversation } from '../thread/conversation.ts';
import { parseThread } from '../thread/thread.ts';
import { tellOfGivenUp } from './given-up.ts';
import { inQueueOrder, parseQueuePath, type QueuePlace, queuePath } from './queue-path.ts';
import { parseQueuedRequest, type QueuedRequest, renderQueuedRequest } from './queued-request.ts';
import type { QueueChange, QueueFile, RequestQueue } from './request-queue.ts';
import { type SetAside, setAside } from './set-aside.ts';

/** Runs that took a request and gave no answer, before it is given up. */
export const MOST_TRIES = 3;
/** Requests of one thread that one run takes: what follows is taken by the next drain. */
const LONGEST_BATCH = 20;

export interface NextPorts {
  readonly queue: RequestQueue;
  readonly conversation: Conversation;
}

export interface NextOrder {
  readonly run: RunLink;
  readonly now: string;
  readonly ownLogin: string;
}

/** What a drain does next. */
export interface NextInQueue {
  /** The oldest request; undefined when there is none to be run now. */
  readonly head: QueuedRequest | undefined;
  /** This very run took the head before, and it got no answer: the next drain tries again. */
  readonly tried: QueuedRequest | undefined;
  /** Its file, and those of the requests of its thread that follow without one of another thread between. */
  readonly paths: readonly string[];
  /** The thread's run leaves younger requests alone: others were there before them. */
  readonly until: string | undefined;
  readonly setAside: readonly SetAside[];
  /** How many requests wait, those included that are taken now. */
  readonly waiting: number;
}

interface Waiting {
  readonly file: QueueFile;
  readonly place: QueuePlace;
}

type Read =
  | { readonly kind: 'serve'; readonly queued: QueuedRequest }
  | { readonly kind: 'aside'; readonly reason: string };

/** Takes the head of the queue, in strict order; what nobody can serve is set aside with the reason, and blocks nobody. */
export async function takeNext(ports: NextPorts, order: NextOrder): Promise<NextInQueue> {
  const files = await ports.queue.waiting();
  const aside: SetAside[] = files
    .filter(({ path }) => !parseQueuePath(path))
    .map((file) => ({ file, reason: misnamed }));
  const waiting = inOrder(files);
  let head: { readonly queued: QueuedRequest; readonly at: number } | undefined;
  for (const [at, { file, place }] of waiting.entries()) {
    const read = await served(ports, order, file, place);
    if (read.kind === 'serve') {
      head = { queued: read.queued, at };
      break;
    }
    aside.push({ file, reason: read.reason });
  }
  const again = head !== undefined && head.queued.taken.at(-1)?.run === runName(order.run);
  const batch = head && !again ? await batchFrom(ports.queue, head.queued, waiting.slice(head.at)) : [];
  const changes = [...aside.flatMap(setAside), ...batch.map(({ path, queued }) => taken(path, queued, order))];
  if (changes.length > 0) await ports.queue.change(changes, messageOf(batch, aside));
  return {
    head: again ? undefined : head?.queued,
    tried: again ? head?.queued : undefined,
    paths: batch.map(({ path }) => path),
    until: batch.at(-1)?.queued.request.createdAt,
    setAside: aside,
    waiting: head ? waiting.length - head.at : 0,
  };
}

const misnamed =
  'Its name is not that of a request. Name it requests/20260301T100000Z-dispatch-1.json, by the time and the id of its request.';

const inOrder = (files: readonly QueueFile[]): readonly Waiting[] =>
  files
    .flatMap((file) => {
      const place = parseQueuePath(file.path);
      return place ? [{ file, place }] : [];
    })
    .sort((a, b) => inQueueOrder(a.place, b.place));

async function served(ports: NextPorts, order: NextOrder, file: QueueFile, place: QueuePlace): Promise<Read> {
  const read = await readRequest(ports.queue, file);
  if (read.kind === 'aside') return read;
  const { queued } = read;
  try {
    const { url } = await ports.conversation.facts(parseThread(queued.thread));
    if (queued.taken.length < MOST_TRIES) return read;
    const told = await tellOfGivenUp(ports.conversation, queued, place, order);
    const reason = `${queued.taken.length} runs took it and gave no answer. It was asked in ${url}.`;
    return { kind: 'aside', reason: told.kind === 'told' ? reason : `${reason} ${told.why}` };
  } catch (error) {
    if (error instanceof Failure && error.code === 'thread-gone') return { kind: 'aside', reason: error.message };
    throw error;
  }
}

/** The name decides the order, so it must tell what the contents say. */
async function readRequest(queue: RequestQueue, file: QueueFile): Promise<Read> {
  const parsed = parseQueuedRequest(await queue.contents(file));
  if (parsed.kind === 'broken') return { kind: 'aside', reason: parsed.reason };
  const named = queuePath(parsed.queued.request);
  if (named === file.path) return { kind: 'serve', queued: parsed.queued };
  return { kind: 'aside', reason: `Its contents belong to the name ${named}. Give it this name.` };
}

interface Taken {
  readonly path: string;
  readonly queued: QueuedRequest;
}

async function batchFrom(
  queue: RequestQueue,
  head: QueuedRequest,
  waiting: readonly Waiting[],
): Promise<readonly Taken[]> {
  const [first, ...rest] = waiting.slice(0, LONGEST_BATCH);
  const batch: Taken[] = first ? [{ path: first.file.path, queued: head }] : [];
  for (const { file } of rest) {
    const read = await readRequest(queue, file);
    // A broken one is set aside by the drain that finds it at the head.
    if (read.kind === 'aside' || read.queued.thread !== head.thread || read.queued.taken.length >= MOST_TRIES) break;
    batch.push({ path: file.path, queued: read.queued });
  }
  return batch;
}

/** Written before the run begins: a run that loses its machine counts too. */
function taken(path: string, queued: QueuedRequest, { run, now }: NextOrder): QueueChange {
  const text = renderQueuedRequest({ ...queued, taken: [...queued.taken, { run: runName(run), at: now }] });
  return { kind: 'write', path, text };
}

function messageOf(batch: readonly Taken[], aside: readonly SetAside[]): string {
  const parts = [
    batch.length > 0 ? `Take ${batch.map(({ queued }) => queued.request.id).join(', ')}` : '',
    aside.length > 0 ? `Set aside ${aside.map(({ file }) => file.path).join(', ')}` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

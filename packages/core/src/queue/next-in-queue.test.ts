import { expect, test } from 'vitest';
import { Failure } from '../failure/failure.ts';
import { readMarkers } from '../reply/marker.ts';
import { aRun, at } from '../testing/examples.ts';
import { fakeConversation } from '../testing/fake-conversation.ts';
import { fakeQueue } from '../testing/fake-queue.ts';
import { aQueuedRequest } from '../testing/request-queue-contract.ts';
import type { Thread } from '../thread/thread.ts';
import { MOST_TRIES, takeNext } from './next-in-queue.ts';
import { queuePath } from './queue-path.ts';
import { parseQueuedRequest, type QueuedRequest, renderQueuedRequest } from './queued-request.ts';

const twelve: Thread = { kind: 'issue', number: 12 };
const other: Thread = { kind: 'pr', number: 34 };

let runs = 0;
const nextRun = () => ({ ...aRun, id: aRun.id + runs++ });

function world(...queued: readonly QueuedRequest[]) {
  const queue = fakeQueue();
  const conversation = fakeConversation();
  for (const thread of [twelve, other]) conversation.openThread(thread, { title: 'Add up', body: '' });
  const order = { now: at(60), ownLogin: conversation.ownLogin };
  return {
    queue,
    conversation,
    /** A drain, each in a run of its own unless it is told. */
    next: (run = nextRun()) => takeNext({ queue, conversation }, { ...order, run }),
    fill: async () => {
      for (const one of queued) await queue.append(one);
      return world;
    },
  };
}

async function filled(...queued: readonly QueuedRequest[]) {
  const made = world(...queued);
  await made.fill();
  return made;
}

const asked = (id: number, minute: number, thread: QueuedRequest['thread'] = 'issue-12') =>
  aQueuedRequest(`comment-${id}`, { minute, thread });
const pathOf = ({ request }: QueuedRequest) => queuePath(request);
const tried = (queued: QueuedRequest, times = MOST_TRIES): QueuedRequest => ({
  ...queued,
  taken: Array.from({ length: times }, (_, i) => ({ run: `${500 + i}.1`, at: at(i) })),
});

test('an empty queue has no head', async () => {
  expect(await world().next()).toEqual({
    head: undefined,
    tried: undefined,
    paths: [],
    until: undefined,
    setAside: [],
    waiting: 0,
  });
});

test('the oldest request is the head, whichever thread it belongs to and whenever it was queued', async () => {
  const [late, early] = [asked(1, 9), asked(2, 1, 'pr-34')];
  const { next } = await filled(late, early);
  expect(await next()).toMatchObject({ head: { thread: 'pr-34' }, paths: [pathOf(early)], until: at(1), waiting: 2 });
});

test('of one second, the smaller id is the head', async () => {
  const { next } = await filled(asked(101, 1), asked(99, 1, 'pr-34'));
  expect((await next()).head?.request.id).toBe('comment-99');
});

test('requests of the same thread are taken together until one of another thread comes between', async () => {
  const [a, b, c, d] = [asked(1, 1), asked(2, 2), asked(3, 3, 'pr-34'), asked(4, 4)];
  const { next } = await filled(a, b, c, d);
  expect(await next()).toMatchObject({ paths: [a, b].map(pathOf), until: at(2), waiting: 4 });
});

test('the file tells which run took it', async () => {
  const { next, queue } = await filled(asked(1, 1));
  await next(aRun);
  expect((await queue.read(pathOf(asked(1, 1))))?.taken).toEqual([{ run: '700.1', at: at(60) }]);
});

const strange = [
  { what: 'that is not JSON', path: 'requests/20260301T090000Z-comment-5.json', text: '{', reason: /^It is not JSON/ },
  {
    what: 'of a newer version',
    path: 'requests/20260301T090000Z-comment-5.json',
    text: '{"version":9}',
    reason: /^It is version 9/,
  },
  {
    what: 'of a thread that GitHub has no number for',
    path: 'requests/20260301T090000Z-comment-5.json',
    text: renderQueuedRequest({ ...asked(5, -60), thread: 'issue-12345678901' }),
    reason: /^It is not a request: thread: Write the thread as issue-12 or pr-34\./,
  },
  {
    what: 'of another name',
    path: 'requests/please.txt',
    text: 'Explain.',
    reason: /^Its name is not that of a request/,
  },
] as const;

test.each(strange)('a file $what is set aside with its reason, and blocks nobody', async ({ path, text, reason }) => {
  const { next, queue } = await filled(asked(1, 1));
  queue.files.set(path, text);
  expect((await next()).head?.request.id).toBe('comment-1');
  const broken = path.replace('requests/', 'broken/');
  expect(queue.files.get(path)).toBeUndefined();
  expect(queue.files.get(broken)).toBe(text);
  expect(queue.files.get(`${broken}.reason`)).toMatch(reason);
});

test('a file whose name lies about its time is set aside: it would jump the queue', async () => {
  const { next, queue } = await filled(asked(1, 1), asked(2, 2, 'pr-34'));
  queue.files.set('requests/20200101T000000Z-comment-2.json', queue.files.get(pathOf(asked(2, 2))) ?? '');
  const { head, setAside } = await next();
  expect(head?.request.id).toBe('comment-1');
  expect(setAside[0]?.reason).toContain(`belong to the name ${pathOf(asked(2, 2))}`);
});

test('a request whose thread is gone is set aside', async () => {
  const { next, conversation } = await filled(asked(1, 1), asked(2, 2, 'pr-34'));
  conversation.remove(twelve);
  const { head, setAside } = await next();
  expect(head?.thread).toBe('pr-34');
  expect(setAside.map(({ file, reason }) => [file.path, reason])).toEqual([
    [pathOf(asked(1, 1)), expect.stringContaining('There is no issue-12.')],
  ]);
});

test('a request whose runs crashed is taken again, and after three tries it is given up and its thread is told once', async () => {
  const { next, queue, conversation } = await filled(asked(1, 1), asked(2, 2, 'pr-34'));
  for (let made = 1; made <= MOST_TRIES; made += 1) expect((await next()).head?.request.id).toBe('comment-1');
  expect((await next()).head?.request.id).toBe('comment-2');
  expect(queue.files.get(`broken/${pathOf(asked(1, 1)).slice(9)}.reason`)).toMatch(
    /^3 runs took it and gave no answer/,
  );
  const [told, ...more] = conversation.transcript(twelve);
  expect(more).toEqual([]);
  expect(readMarkers(told?.body ?? '')).toEqual([
    { requestId: 'comment-1', outcome: 'failed', run: expect.any(String) },
  ]);
});

test('a thread that cannot be told, because it is locked, blocks nobody', async () => {
  const { queue, conversation } = await filled(tried(asked(1, 0)), asked(2, 2, 'pr-34'));
  const locked = { what: '#12 is locked.', fix: 'Unlock it.' };
  const post = () => Promise.reject(new Failure('permission-missing', locked));
  const order = { run: aRun, now: at(60), ownLogin: conversation.ownLogin };
  const { head, setAside } = await takeNext({ queue, conversation: { ...conversation, post } }, order);
  expect(head?.thread).toBe('pr-34');
  expect(setAside[0]?.reason).toContain('Its thread could not be told: #12 is locked.');
});

test('one run does not take the head twice, but its second attempt does', async () => {
  const { next } = await filled(asked(1, 1), asked(2, 2, 'pr-34'));
  await next(aRun);
  expect(await next(aRun)).toMatchObject({ head: undefined, tried: { thread: 'issue-12' }, paths: [], waiting: 2 });
  expect((await next({ ...aRun, attempt: 2 })).head?.request.id).toBe('comment-1');
});

test('a drain that died after it told the thread does not tell it twice', async () => {
  const { next, queue, conversation } = await filled(tried(asked(1, 0)));
  const before = new Map(queue.files);
  await next();
  for (const path of queue.files.keys()) queue.files.delete(path);
  for (const [path, text] of before) queue.files.set(path, text);
  await next();
  expect(conversation.transcript(twelve)).toHaveLength(1);
});

test('one that was tried too often does not end the tries of the one before it', async () => {
  const { next } = await filled(asked(1, 1), tried(asked(2, 2)));
  expect((await next()).paths).toEqual([pathOf(asked(1, 1))]);
});

test('what is left is served once the head is gone', async () => {
  const { next, queue } = await filled(asked(1, 1), asked(2, 2, 'pr-34'));
  const { paths } = await next();
  await queue.change(
    paths.map((path) => ({ kind: 'remove', path })),
    'Answered',
  );
  expect(await next()).toMatchObject({ head: { thread: 'pr-34' }, waiting: 1 });
  expect(parseQueuedRequest(queue.files.get(pathOf(asked(2, 2))) ?? '').kind).toBe('request');
});

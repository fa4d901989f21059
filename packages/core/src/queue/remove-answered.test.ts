import { expect, test } from 'vitest';
import { type Marker, renderMarker } from '../reply/marker.ts';
import { revised, shortDigest } from '../request/request.ts';
import { fakeConversation } from '../testing/fake-conversation.ts';
import { fakeQueue } from '../testing/fake-queue.ts';
import { aQueuedRequest } from '../testing/request-queue-contract.ts';
import type { Thread } from '../thread/thread.ts';
import { queuePath } from './queue-path.ts';
import type { QueuedRequest } from './queued-request.ts';
import { removeAnswered } from './remove-answered.ts';

const thread: Thread = { kind: 'issue', number: 12 };

async function world(...queued: readonly QueuedRequest[]) {
  const queue = fakeQueue();
  const conversation = fakeConversation();
  conversation.openThread(thread, { title: 'Add up', body: '' });
  for (const one of queued) await queue.append(one);
  const paths = queued.map(({ request }) => queuePath(request));
  return {
    paths,
    says: (by: string, marker: Partial<Marker> & Pick<Marker, 'requestId'>) =>
      conversation.commentAs(by, thread, `Done.\n\n${renderMarker({ outcome: 'answered', run: '700.1', ...marker })}`),
    ownLogin: conversation.ownLogin,
    async remove(nothingOpen = false) {
      await removeAnswered({ queue, conversation }, { thread, paths, nothingOpen, ownLogin: conversation.ownLogin });
      return [...queue.files.keys()];
    },
  };
}

const [one, two] = [aQueuedRequest('comment-1'), aQueuedRequest('comment-2')];

test('what has its reply is removed, what has none stays', async () => {
  const { says, remove, paths, ownLogin } = await world(one, two);
  says(ownLogin, { requestId: 'comment-1' });
  expect(await remove()).toEqual([paths[1]]);
});

const replies = [
  { outcome: 'answered', stays: false },
  { outcome: 'refused', stays: false },
  { outcome: 'failed', stays: false },
  { outcome: 'cancelled', stays: false },
  { outcome: 'postponed', stays: true },
] as const;

test.each(replies)('a request that was $outcome stays: $stays', async ({ outcome, stays }) => {
  const { says, remove, paths, ownLogin } = await world(one);
  says(ownLogin, { requestId: 'comment-1', outcome });
  expect(await remove()).toEqual(stays ? paths : []);
});

test('a marker that a stranger pasted removes nothing', async () => {
  const { says, remove, paths } = await world(one);
  says('mallory', { requestId: 'comment-1' });
  expect(await remove()).toEqual(paths);
});

test('an edit that its request was answered with is removed, an edit that came later stays', async () => {
  const [covered, later] = [revised('comment-1', 'New text'), revised('comment-1', 'Newer text')];
  const { says, remove, paths, ownLogin } = await world(aQueuedRequest(covered), aQueuedRequest(later));
  says(ownLogin, { requestId: 'comment-1', textDigest: shortDigest('New text') });
  expect(await remove()).toEqual([paths[1]]);
});

test('a run whose request had its reply already tells nothing of those that wait behind it', async () => {
  const { remove } = await world(one, two);
  expect(await remove(true)).toEqual([queuePath(two.request)]);
});

test('what failed in its third run is kept to be looked at, and what failed before is not', async () => {
  const taken = Array.from({ length: 3 }, (_, i) => ({ run: `${700 + i}.1`, at: one.queuedAt }));
  const { says, remove, paths, ownLogin } = await world({ ...one, taken }, two);
  says(ownLogin, { requestId: 'comment-1', outcome: 'failed' });
  says(ownLogin, { requestId: 'comment-2', outcome: 'failed' });
  const broken = paths[0]?.replace('requests/', 'broken/');
  expect((await remove()).sort()).toEqual([broken, `${broken}.reason`]);
});

test('removing twice is removing once', async () => {
  const { says, remove, paths, ownLogin } = await world(one, two);
  says(ownLogin, { requestId: 'comment-1' });
  await remove();
  expect(await remove()).toEqual([paths[1]]);
});

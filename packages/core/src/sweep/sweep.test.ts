import { expect, test } from 'vitest';
import { renderMarker } from '../reply/marker.ts';
import { askedOnceMore, type RequestId } from '../request/request.ts';
import { aPolicy, at } from '../testing/examples.ts';
import { person } from '../testing/fake-conversation.ts';
import type { ThreadKey } from '../thread/thread.ts';
import type { RecentComment, RecentThread } from './recent.ts';
import { MOST_THREADS, sweep } from './sweep.ts';

interface World {
  readonly threads?: readonly RecentThread[];
  readonly comments?: readonly RecentComment[];
  readonly active?: readonly ThreadKey[];
  readonly queued?: readonly RequestId[];
  readonly ourEyes?: (id: RequestId) => boolean;
}

const issue = (number: number, by = 'alice', eyes = 1): RecentThread => ({
  thread: `issue-${number}`,
  author: person(by),
  createdAt: at(number),
  text: 'Add up',
  eyes,
});

/** What a sweep finds, and what it had to ask GitHub. */
async function swept({ threads = [], comments = [], active = [], queued = [], ourEyes = () => true }: World) {
  const asked: string[] = [];
  const noted = <T>(what: string, answer: T): Promise<T> => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  const found = await sweep(
    {
      recent: (since) => noted(`recent since ${since}`, { threads, comments, cut: false }),
      activeThreads: () => noted('active', new Set(active)),
      queued: () => noted('queued', new Set(queued)),
      isAcknowledged: (_, id) => noted(`👀 on ${id}`, ourEyes(id)),
      permissionOf: (login) => noted(`permission of ${login}`, login === 'alice' ? 'write' : 'read'),
    },
    { now: at(600), graceMinutes: 10, lookBackDays: 7, policy: aPolicy },
  );
  return { ...found, asked };
}

const names = (threads: readonly { readonly thread: string }[]) => threads.map(({ thread }) => thread);

test('nothing dropped: nothing more is asked of GitHub', async () => {
  const { threads, asked } = await swept({ threads: [issue(12, 'alice', 0)] });
  expect(threads).toEqual([]);
  expect(asked).toEqual(['recent since 2026-02-22T20:00:00Z']);
});

test('a dropped issue is run as it would have begun', async () => {
  expect((await swept({ threads: [issue(12)] })).threads).toEqual([
    { thread: 'issue-12', request: 'issue-12', start: 'either' },
  ]);
});

test('a thread that has a run is left to it', async () => {
  expect(
    (await swept({ threads: [issue(12), issue(13)], active: ['issue-12'] })).threads.map(({ thread }) => thread),
  ).toEqual(['issue-13']);
});

test('what waits in the explicit queue was not dropped', async () => {
  expect((await swept({ threads: [issue(12)], queued: ['issue-12'] })).threads).toEqual([]);
});

test("somebody else's 👀 is nothing that we promised", async () => {
  const { threads } = await swept({ threads: [issue(12), issue(13)], ourEyes: (id) => id === 'issue-13' });
  expect(names(threads)).toEqual(['issue-13']);
});

test('who may not ask any more is left alone, and their 👀 is not looked at', async () => {
  const { threads, asked } = await swept({ threads: [issue(12, 'mallory')] });
  expect(threads).toEqual([]);
  expect(asked).not.toContain('👀 on issue-12');
});

/** Our notice that a request is open still. */
const promise = (requestId: RequestId): RecentComment => ({
  id: 'comment-900',
  number: 12,
  author: person(aPolicy.ownLogin),
  createdAt: at(300),
  body: renderMarker({ requestId, outcome: 'postponed', run: '700.1' }),
  eyes: 0,
});

test('what a notice promised to take up is run, whoever left 👀', async () => {
  const { threads } = await swept({ threads: [issue(12)], comments: [promise('issue-12')], ourEyes: () => false });
  expect(threads).toEqual([{ thread: 'issue-12', request: 'issue-12', start: 'either' }]);
});

test.each<RequestId>(['issue-12', askedOnceMore('issue-12', at(200))])(
  "%s of somebody who may not ask, which another person's label asked for, is left to whoever runs that again",
  async (id) => {
    const { threads } = await swept({ threads: [issue(12, 'mallory')], comments: [promise(id)] });
    expect(threads).toEqual([]);
  },
);

test('more threads than one sweep runs are left for the next, and counted', async () => {
  const { threads, left } = await swept({ threads: Array.from({ length: MOST_THREADS + 3 }, (_, i) => issue(i + 1)) });
  expect(threads).toHaveLength(MOST_THREADS);
  expect(names(threads)[0]).toBe('issue-1');
  expect(left).toBe(3);
});

import { expect, test } from 'vitest';
import { type ReplyOutcome, renderMarker } from '../reply/marker.ts';
import { type RequestId, revised, shortDigest } from '../request/request.ts';
import { at } from '../testing/examples.ts';
import { person } from '../testing/fake-conversation.ts';
import { findDropped } from './find-dropped.ts';
import type { RecentComment, RecentThread } from './recent.ts';

const ownLogin = 'github-actions[bot]';
const window = { now: at(120), graceMinutes: 10, lookBackDays: 7, ownLogin };
const DAY = 24 * 60;

const issue = (number: number, { minute = 0, by = 'alice', eyes = 1 } = {}): RecentThread => ({
  thread: `issue-${number}`,
  author: person(by),
  createdAt: at(minute),
  text: 'Add up',
  eyes,
});

const comment = (
  id: number,
  { minute = 1, by = 'alice', eyes = 1, number = 12, body = 'Go on' } = {},
): RecentComment => ({
  id: `comment-${id}`,
  number,
  author: person(by),
  createdAt: at(minute),
  body,
  eyes,
});

const reply = (requestId: RequestId, outcome: ReplyOutcome, minute = 50): RecentComment =>
  comment(minute + 5000, {
    by: ownLogin,
    eyes: 0,
    minute,
    body: `Done.\n\n${renderMarker({ requestId, outcome, run: '1.1' })}`,
  });

const found = (threads: readonly RecentThread[], comments: readonly RecentComment[] = []) =>
  findDropped({ threads, comments, cut: false }, window).map(({ requestId }) => requestId);

test('an issue with 👀 and no answer was dropped', () => {
  expect(found([issue(12)])).toEqual(['issue-12']);
});

test('what nobody left 👀 on was never let in', () => {
  expect(found([issue(12, { eyes: 0 })], [comment(7, { eyes: 0 })])).toEqual([]);
});

test('a comment without an answer was dropped, oldest first', () => {
  const answered = reply('issue-12', 'answered');
  expect(found([issue(12)], [answered, comment(8, { minute: 3 }), comment(7, { minute: 2 })])).toEqual([
    'comment-7',
    'comment-8',
  ]);
});

const outcomes = [
  { outcome: 'answered', dropped: false },
  { outcome: 'refused', dropped: false },
  { outcome: 'failed', dropped: false },
  { outcome: 'cancelled', dropped: false },
  { outcome: 'postponed', dropped: true },
] as const;

test.each(outcomes)('a request that was $outcome was dropped: $dropped', ({ outcome, dropped }) => {
  expect(found([issue(12)], [reply('issue-12', outcome)])).toEqual(dropped ? ['issue-12'] : []);
});

test('our last word counts: a promise that was kept is none any more, and a failure that was promised again is one', () => {
  const kept = [reply('issue-12', 'postponed', 20), reply('issue-12', 'answered', 30)];
  expect(found([issue(12)], kept.toReversed())).toEqual([]);
  expect(found([issue(12)], [reply('issue-12', 'failed', 20), reply('issue-12', 'postponed', 30)])).toEqual([
    'issue-12',
  ]);
});

test('a review and an edit are found by the promise to take them up', () => {
  const threads: readonly RecentThread[] = [{ ...issue(12), thread: 'pr-12' }];
  const promises = [reply('review-77', 'postponed', 20), reply('comment-7.5f3a9c01', 'postponed', 30)];
  expect(found(threads, promises)).toEqual(['review-77', 'comment-7.5f3a9c01']);
});

test('an edit that its request was answered with is promised no more, whenever that was promised', () => {
  const edit = revised('comment-8', 'Go on, please');
  const answered = (text: string) => {
    const marker = { requestId: 'comment-8', outcome: 'answered', run: '2.1', textDigest: shortDigest(text) } as const;
    return comment(6000, { by: ownLogin, eyes: 0, minute: 60, body: `Done.\n\n${renderMarker(marker)}` });
  };
  const words = (body: string) => [comment(8, { minute: 3, body }), reply(edit, 'postponed')];
  const nobody = [issue(12, { eyes: 0 })];
  expect(found(nobody, [...words('Go on, please'), answered('Go on')])).toEqual([edit]);
  expect(found(nobody, [...words('Go on, please'), answered('Go on, please')])).toEqual([]);
  // Somebody edited it once more, and that was answered.
  expect(found(nobody, [...words('Go on at last'), answered('Go on at last')])).toEqual([]);
});

test('an edit of an issue that was edited again, and answered so, is promised no more', () => {
  const marker = { requestId: 'issue-12', outcome: 'answered', run: '2.1', textDigest: shortDigest('Add up') } as const;
  const answered = comment(6000, { by: ownLogin, eyes: 0, minute: 60, body: renderMarker(marker) });
  const promise = reply(revised('issue-12', 'Add'), 'postponed');
  expect(found([issue(12)], [promise, answered])).toEqual([]);
  expect(found([{ ...issue(12), text: 'Add' }], [promise, answered])).toEqual([revised('issue-12', 'Add')]);
});

test('a marker that a stranger pasted promises nothing and answers nothing', () => {
  const pasted = { ...reply('issue-12', 'answered'), author: person('mallory') };
  expect(found([issue(12)], [pasted])).toEqual(['issue-12']);
});

test('a run may still be on its way: what is younger than the grace is left', () => {
  expect(found([issue(12, { minute: 111 })])).toEqual([]);
  expect(found([issue(12, { minute: 110 })])).toEqual(['issue-12']);
});

test('what is older than the window is left: its answer may be older too', () => {
  expect(found([issue(12, { minute: 120 - 7 * DAY - 1 })])).toEqual([]);
});

test('requests in a closed thread are left', () => {
  expect(found([], [comment(7)])).toEqual([]);
});

test('👀 on a pull request itself is that of a run by hand, which cannot begin again', () => {
  expect(found([{ ...issue(12), thread: 'pr-12' }], [reply('dispatch-9', 'postponed')])).toEqual([]);
});

test('👀 that a run by hand left on an issue does not make its text a request', () => {
  expect(found([issue(12)], [reply('dispatch-9', 'answered')])).toEqual([]);
});

test('the answer in another thread that this one moved to settles nothing here', () => {
  const late = comment(900, {
    by: ownLogin,
    eyes: 0,
    body: `Late.\n\n${renderMarker({ requestId: 'issue-12', outcome: 'answered', run: '1.1', from: 'issue-3' })}`,
  });
  expect(found([issue(12)], [late])).toEqual(['issue-12']);
});

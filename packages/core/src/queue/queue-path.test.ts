import { expect, test } from 'vitest';
import { aRequest } from '../testing/examples.ts';
import { inQueueOrder, parseQueuePath, type QueuePlace, queuePath } from './queue-path.ts';

const requestAt = (id: 'comment-1' | 'issue-12' | 'dispatch-7' | 'comment-9.5f3a9c01', createdAt: string) => ({
  ...aRequest(id),
  createdAt,
});

test('the name of a file tells time and request', () => {
  const path = queuePath(requestAt('comment-9.5f3a9c01', '2026-03-01T10:00:05Z'));
  expect(path).toBe('requests/20260301T100005Z-comment-9.5f3a9c01.json');
  expect(parseQueuePath(path)).toEqual({ path, createdAt: '2026-03-01T10:00:05Z', requestId: 'comment-9.5f3a9c01' });
});

test('times are told in whole seconds of UTC, whatever wrote them', () => {
  expect(queuePath(requestAt('dispatch-7', '2026-03-01T12:00:05.999+02:00'))).toBe(
    'requests/20260301T100005Z-dispatch-7.json',
  );
});

const strange = [
  'requests/note.json',
  'requests/20260301T100005Z-mail-1.json',
  'requests/20261301T100005Z-issue-1.json',
];

test.each(strange)('%s is not the name of a request', (path) => {
  expect(parseQueuePath(path)).toBeUndefined();
});

test('requests wait by time, and those of one second by their number', () => {
  const paths = [
    'requests/20260301T100006Z-comment-2.json',
    'requests/20260301T100005Z-comment-100.json',
    'requests/20260301T100005Z-comment-99.json',
    'requests/20260228T235959Z-issue-12.json',
  ];
  const places = paths.map(parseQueuePath).filter((place): place is QueuePlace => place !== undefined);
  expect(places.sort(inQueueOrder).map(({ path }) => path)).toEqual(paths.toReversed());
});

import { expect, test } from 'vitest';
import { aRequest, at } from '../testing/examples.ts';
import { person } from '../testing/fake-conversation.ts';
import { parseQueuedRequest, type QueuedRequest, renderQueuedRequest } from './queued-request.ts';

const queued: QueuedRequest = {
  thread: 'issue-12',
  request: aRequest('comment-9911'),
  asker: person('alice'),
  start: 'continue',
  openedBy: person('bob'),
  ref: 'main',
  base: 'main',
  queuedAt: at(1),
  taken: [{ run: '700.1', at: at(2) }],
};

test('what was written is what is read, with all that a request can carry', () => {
  const place = { reviewComment: 88, path: 'src/sum.ts', line: undefined, hunk: '@@ -1 +1 @@' };
  const full = { ...queued.request, edited: { before: undefined }, place, notes: [{ place, text: 'Why?' }] };
  for (const one of [queued, { ...queued, request: full }]) {
    expect(parseQueuedRequest(renderQueuedRequest(one))).toEqual({ kind: 'request', queued: one });
  }
});

test('a file that another tool wrote needs only the thread and the request', () => {
  const asked = { id: 'dispatch-1', author: { login: 'alice', id: 5 }, createdAt: at(0), text: 'Explain.' };
  const file = JSON.stringify({ version: 1, thread: 'issue-12', request: asked });
  const author = { login: 'alice', id: 5, type: 'User' };
  expect(parseQueuedRequest(file)).toEqual({
    kind: 'request',
    queued: {
      thread: 'issue-12',
      request: { ...asked, author },
      asker: author,
      start: 'either',
      openedBy: undefined,
      ref: '',
      base: '',
      queuedAt: at(0),
      taken: [],
    },
  });
});

const bad = [
  { when: 'it is not JSON', file: '{ "version": 1,', reason: /^It is not JSON\. Write one request/ },
  { when: 'it is empty', file: '', reason: /^It is not JSON/ },
  {
    when: 'it is of a newer version',
    file: '{"version":2,"thread":7}',
    reason: /^It is version 2, and .* up to 1\. Use/,
  },
  { when: 'it is something else', file: '[]', reason: /^It is not a request: / },
  {
    when: 'its thread is none',
    file: JSON.stringify({ ...JSON.parse(renderQueuedRequest(queued)), thread: 'issue-0' }),
    reason: /thread: Write the thread as issue-12 or pr-34/,
  },
  {
    when: 'its request has a strange id',
    file: JSON.stringify({ ...JSON.parse(renderQueuedRequest(queued)), request: aRequest('mail-1' as 'issue-1') }),
    reason: /request\.id: Write an id as comment-9911 or dispatch-1/,
  },
] as const;

test.each(bad)('a file is broken when $when', ({ file, reason }) => {
  expect(parseQueuedRequest(file)).toEqual({ kind: 'broken', reason: expect.stringMatching(reason) });
});

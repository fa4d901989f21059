import { expect, test } from 'vitest';
import type { PullRequestHead } from '../route/pull-request.ts';
import { authoriseHead } from './authorise-head.ts';

const head: PullRequestHead = {
  number: 34,
  headRef: 'main',
  headSha: 'b'.repeat(40),
  baseRef: 'main',
  headRepository: 'mallory/demo',
  pushedAt: '2026-03-01T10:00:00Z',
};
const asked = { createdAt: '2026-03-01T10:00:01Z', sha: undefined };

test.each([
  { when: 'nothing was pushed since', asked, then: 'authorised' },
  {
    when: 'it was pushed to after the request',
    asked: { ...asked, createdAt: '2026-03-01T09:59:59Z' },
    then: 'changed',
  },
  {
    when: 'it was pushed to in the very second',
    asked: { ...asked, createdAt: '2026-03-01T10:00:00.900Z' },
    then: 'changed',
  },
  { when: 'nobody knows when it was pushed to', asked, of: { pushedAt: undefined }, then: 'changed' },
])('the head is $then when $when', ({ asked, of, then }) => {
  expect(authoriseHead({ ...head, ...of }, asked).kind).toBe(then);
});

test('what the router authorised stays so, whatever was pushed since', () => {
  const later = { ...head, headSha: 'c'.repeat(40), pushedAt: '2026-03-01T11:00:00Z' };
  const sha = 'b'.repeat(40);
  expect(authoriseHead(later, { ...asked, sha })).toEqual({ kind: 'authorised', sha });
});

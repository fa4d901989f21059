import { outboxFiles, readOutbox } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { outboxOf } from './given-text.ts';

const now = new Date('2026-03-01T10:00:00Z');
const given = { thread: { kind: 'pr', number: 7 }, text: 'Fine.', ownLogin: 'github-actions[bot]' } as const;

test('a text becomes an outbox as the worker makes them', () => {
  const outbox = outboxOf(given, { runId: 90, attempt: 1 }, now);
  expect(readOutbox(outboxFiles(outbox))).toEqual(outbox);
  expect(outbox.replies).toMatchObject([{ requestId: 'dispatch-90', text: 'Fine.' }]);
});

test('a run that is run again looks for its reply as far back as runs can be run again', () => {
  expect(outboxOf(given, { runId: 90, attempt: 2 }, now).since).toBe('2026-01-29T10:00:00.000Z');
});

import { createRequire } from 'node:module';
import type { Person } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { parseEvent } from './parse-event.ts';

const run = { runId: 500, createdAt: '2026-03-01T10:00:00Z' };
const olivia: Person = { login: 'olivia', id: 3, type: 'User' };
const alice = { login: 'alice', id: 1, type: 'User' } as const;
const prompt = { text: 'Mend it.\r\n', actor: olivia };
const pull = (number: number, repository = 77) => ({ number, base: { repo: { id: repository } } });
const ended = {
  id: 7001,
  name: 'CI',
  path: '.github/workflows/ci.yml',
  html_url: 'https://github.com/octo-org/demo/actions/runs/7001',
  conclusion: 'failure',
  head_sha: 'a1'.repeat(20),
  actor: alice,
  head_repository: { id: 77 },
  pull_requests: [pull(34), pull(35)],
};
const failed = (changes: object = {}) =>
  parseEvent(
    'workflow_run',
    { action: 'completed', workflow_run: { ...ended, ...changes }, repository: { id: 77 }, sender: alice },
    run,
    prompt,
  );

test('on a schedule the workflow asks, for whoever set it, in an issue of its own', () => {
  expect(parseEvent('schedule', { schedule: '0 5 * * 1' }, run, prompt)).toEqual({
    kind: 'dispatch',
    thread: undefined,
    request: { id: 'dispatch-500', author: olivia, createdAt: run.createdAt, text: 'Mend it.\n' },
    asker: olivia,
    newSession: false,
  });
});

test('a run by hand asks with the words of whoever started it, and without any with those of the workflow', () => {
  const byHand = (inputs: object | null) => parseEvent('workflow_dispatch', { inputs, sender: alice }, run, prompt);
  expect(byHand({ prompt: 'Add a licence' })).toMatchObject({ request: { text: 'Add a licence' } });
  expect(byHand(null)).toMatchObject({ request: { text: 'Mend it.\n' } });
});

test('a run that failed asks in its pull request, for whoever pushed', () => {
  expect(failed()).toMatchObject({
    kind: 'dispatch',
    thread: { kind: 'pr', number: 34 },
    asker: alice,
    ofRun: { id: 7001, commit: ended.head_sha, name: 'CI', url: ended.html_url },
  });
});

test('a run that failed asks in no pull request of another repository, such as the one that this is a fork of', () => {
  expect(failed({ pull_requests: [null, pull(9, 78), pull(36)] })).toMatchObject({ thread: { number: 36 } });
});

test.each([
  { when: 'it ended well', changes: { conclusion: 'success' }, because: 'the run 7001 ended with success' },
  { when: 'it was cancelled', changes: { conclusion: 'cancelled' }, because: 'the run 7001 ended with cancelled' },
  { when: 'it is of a fork', changes: { head_repository: { id: 78 } }, because: 'the run 7001 is one of a fork' },
  { when: 'its fork is gone', changes: { head_repository: null }, because: 'the run 7001 is one of a fork' },
  {
    when: 'it has no pull request',
    changes: { pull_requests: [] },
    because: 'the run 7001 belongs to no open pull request',
  },
  {
    when: 'its pull request is one of another repository',
    changes: { pull_requests: [pull(9, 78)] },
    because: 'the run 7001 belongs to no open pull request',
  },
  { when: 'it is not told', changes: { head_sha: null }, because: 'the event does not tell which run ended' },
])('a run asks for nothing when $when', ({ changes, because }) => {
  expect(failed(changes)).toEqual({ kind: 'unserved', name: 'workflow_run', action: 'completed', because });
});

test('an event that says something is not spoken for, and without a prompt nothing is asked', () => {
  expect(parseEvent('push', { ref: 'refs/heads/main' }, run, prompt)).toMatchObject({ kind: 'unserved' });
  expect(parseEvent('schedule', {}, run)).toMatchObject({ kind: 'unserved' });
});

interface Published {
  readonly name: string;
  readonly examples: readonly { readonly workflow_run?: { readonly conclusion: string | null } }[];
}

test('every payload of a run that GitHub publishes is read', () => {
  const published = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Published[];
  const payloads = published.find(({ name }) => name === 'workflow_run')?.examples ?? [];
  expect(payloads).not.toEqual([]);
  for (const payload of payloads) {
    expect(parseEvent('workflow_run', payload, run, prompt)).not.toMatchObject({
      because: 'the event does not tell which run ended',
    });
  }
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askedOnceMore, revised } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { parseEvent } from './parse-event.ts';
import { readEvent } from './read-event.ts';

const run = { runId: 500, createdAt: '2026-11-01T10:00:00Z' };
const parse = (name: string, payload: unknown) => parseEvent(name, payload, run);

const alice = { login: 'alice', id: 7, type: 'User' };
const bob = { login: 'bob', id: 8, type: 'User' };
const issue = {
  number: 12,
  title: ' Add up ',
  body: 'Line one\r\nLine two',
  user: alice,
  labels: [{ name: 'codex' }],
  type: { name: 'Task' },
  locked: false,
  reactions: { eyes: 2, rocket: 1 },
  created_at: '2026-10-01T08:00:00Z',
};
const facts = {
  number: 12,
  isPullRequest: false,
  title: ' Add up ',
  labels: ['codex'],
  type: 'Task',
  locked: false,
  isMarked: false,
  signs: 3,
  author: alice,
};
const opening = {
  id: 'issue-12',
  author: alice,
  createdAt: '2026-10-01T08:00:00Z',
  text: 'Add up\n\nLine one\nLine two',
};

test('a pull request of ours is known by how its text ends', () => {
  const comment = { id: 9911, body: 'And subtract', user: bob, created_at: '2026-10-02T08:00:00Z' };
  const marked = (body: string) => {
    const event = parse('issue_comment', { action: 'created', issue: { ...issue, body }, comment, sender: bob });
    return 'issue' in event && event.issue.isMarked;
  };
  const marker = '<!-- codex-worker:pull-request -->';
  expect(marked(`Add up\r\n\r\n${marker}\r\n`)).toBe(true);
  expect(marked(`${marker}\n\nEdited`)).toBe(false);
});

test('an opened issue is a request of its author', () => {
  expect(parse('issues', { action: 'opened', issue, sender: bob })).toEqual({
    kind: 'issue',
    issue: facts,
    request: opening,
    asker: alice,
  });
});

test('a label is a request of who put it there, at that time, with the text of the author', () => {
  const updated_at = '2026-10-03T08:00:00Z';
  const payload = { action: 'labeled', issue: { ...issue, updated_at }, label: { name: 'codex' }, sender: bob };
  expect(parse('issues', payload)).toEqual({
    kind: 'label',
    label: 'codex',
    issue: facts,
    request: { ...opening, id: askedOnceMore('issue-12', updated_at), createdAt: updated_at },
    asker: bob,
  });
});

test('a comment is a request of who wrote it', () => {
  const comment = { id: 9911, body: 'And subtract\r\n', user: bob, created_at: '2026-10-02T08:00:00Z' };
  expect(parse('issue_comment', { action: 'created', issue, comment, sender: bob })).toEqual({
    kind: 'comment',
    issue: facts,
    request: { id: 'comment-9911', author: bob, createdAt: '2026-10-02T08:00:00Z', text: 'And subtract\n' },
    asker: bob,
  });
});

test('a comment on a pull request is told apart', () => {
  const comment = { id: 1, body: 'x', user: bob, created_at: '2026-10-02T08:00:00Z' };
  const payload = { action: 'created', issue: { ...issue, pull_request: { url: 'x' } }, comment, sender: bob };
  expect(parse('issue_comment', payload)).toMatchObject({ issue: { isPullRequest: true } });
});

test('an issue without text, labels, type or author is read all the same', () => {
  const bare = { number: 3, title: 'Only a title', body: null, user: null, created_at: '2026-10-01T08:00:00Z' };
  expect(parse('issues', { action: 'opened', issue: bare })).toMatchObject({
    issue: { labels: [], type: undefined, locked: false },
    request: { text: 'Only a title' },
    asker: { login: 'ghost' },
  });
});

test('an account of a kind that we do not know counts as a bot', () => {
  const payload = { action: 'opened', issue: { ...issue, user: { ...alice, type: 'Hologram' } } };
  expect(parse('issues', payload)).toMatchObject({ asker: { type: 'Bot' } });
});

const dispatches = [
  { when: 'with a prompt alone', inputs: { prompt: 'Do\r\nit' }, thread: undefined, newSession: false, text: 'Do\nit' },
  { when: 'into an issue', inputs: { prompt: 'x', thread: '12' }, thread: { kind: 'issue', number: 12 } },
  { when: 'into a pull request', inputs: { prompt: 'x', thread: ' pr-34 ' }, thread: { kind: 'pr', number: 34 } },
  { when: 'with a number', inputs: { prompt: 'x', thread: 12 }, thread: { kind: 'issue', number: 12 } },
  { when: 'with a checked box', inputs: { prompt: 'x', 'new-session': true }, newSession: true },
  { when: 'with a box as text', inputs: { prompt: 'x', 'new-session': 'true' }, newSession: true },
  { when: 'with empty inputs', inputs: { prompt: 'x', thread: '', 'new-session': '' }, newSession: false },
  { when: 'with a prompt like an option', inputs: { prompt: '--help' }, text: '--help' },
] as const;
for (const { when, inputs, ...expected } of dispatches) {
  for (const name of ['workflow_dispatch', 'repository_dispatch']) {
    test(`a ${name} ${when} is a request of its sender`, () => {
      const payload =
        name === 'workflow_dispatch'
          ? { inputs, sender: alice }
          : { action: 'opened', client_payload: inputs, sender: alice };
      const { text, ...rest } = { text: undefined, ...expected };
      expect(parse(name, payload)).toMatchObject({
        kind: 'dispatch',
        request: { id: 'dispatch-500', author: alice, createdAt: run.createdAt, ...(text ? { text } : {}) },
        asker: alice,
        ...rest,
      });
    });
  }
}

for (const [name, payload] of [
  ['issues', { action: 'edited', issue, sender: alice, changes: {} }],
  ['issue_comment', { action: 'deleted' }],
  ['push', {}],
  ['pull_request', { action: 'opened' }],
  ['schedule', null],
] as const) {
  test(`${name} ${payload && 'action' in payload ? payload.action : ''} is not served`, () => {
    expect(parse(name, payload)).toMatchObject({ kind: 'unserved', name });
  });
}

const broken = [
  { when: 'no issue', name: 'issues', payload: { action: 'opened' }, names: 'issue: ' },
  {
    when: 'a number as text',
    name: 'issues',
    payload: { action: 'opened', issue: { ...issue, number: '1' } },
    names: 'issue.number: ',
  },
  { when: 'no sender', name: 'workflow_dispatch', payload: { inputs: { prompt: 'x' } }, names: 'sender: ' },
  {
    when: 'a prompt that is no text',
    name: 'repository_dispatch',
    payload: { action: 'x', client_payload: { prompt: 5 }, sender: alice },
    names: 'client_payload.prompt: ',
  },
  {
    when: 'an empty prompt',
    name: 'workflow_dispatch',
    payload: { inputs: { prompt: ' \n' }, sender: alice },
    names: 'The input "prompt" is empty.',
  },
  {
    when: 'no inputs',
    name: 'workflow_dispatch',
    payload: { inputs: null, sender: alice },
    names: 'The input "prompt" is empty.',
  },
  {
    when: 'a thread that is none',
    name: 'workflow_dispatch',
    payload: { inputs: { prompt: 'x', thread: '../1' }, sender: alice },
    names: 'The input "thread" is "../1".',
  },
  {
    when: 'a new-session that is none',
    name: 'workflow_dispatch',
    payload: { inputs: { prompt: 'x', 'new-session': 'maybe' }, sender: alice },
    names: 'inputs.new-session: ',
  },
];
for (const { when, name, payload, names } of broken) {
  test(`${name} with ${when} is refused by name`, () => {
    expect(() => parse(name, payload)).toThrow(
      expect.objectContaining({ code: 'input-invalid', what: expect.stringContaining(names) }),
    );
  });
}

const later = '2026-10-03T08:00:00Z';
const says = (body: string) => ({ id: 9911, body, user: bob, created_at: '2026-10-02T08:00:00Z', updated_at: later });
const pullRequest = {
  number: 34,
  title: 'Add up',
  body: '',
  user: alice,
  labels: [],
  locked: false,
  created_at: '2026-10-01T08:00:00Z',
  head: { ref: 'codex/issue-12/add-up', sha: 'b'.repeat(40), repo: { full_name: 'octo-org/demo' } },
  base: { ref: 'main' },
};
const head = {
  number: 34,
  headRef: 'codex/issue-12/add-up',
  headSha: 'b'.repeat(40),
  baseRef: 'main',
  headRepository: 'octo-org/demo',
};
const onLine = {
  ...says('Why?'),
  id: 88,
  path: 'sum.js',
  line: 3,
  diff_hunk: '@@ -1 +1 @@',
  pull_request_review_id: 77,
};

test('an edited issue is asked by who edited it, with the text as it is now and as it was', () => {
  const changes = { title: { from: 'Add' }, body: { from: 'Line\r\none' } };
  const text = 'Add up\n\nLine one\nLine two';
  const event = parse('issues', { action: 'edited', issue: { ...issue, updated_at: later }, changes, sender: bob });
  expect(event).toEqual({
    kind: 'issue',
    issue: facts,
    asker: bob,
    request: { ...opening, id: revised('issue-12', text), createdAt: later, edited: { before: 'Add\n\nLine\none' } },
  });
});

test('an edit of the title alone keeps the text before', () => {
  const payload = { action: 'edited', issue, changes: { title: { from: 'Add' } }, sender: bob };
  expect(parse('issues', payload)).toMatchObject({ request: { edited: { before: 'Add\n\nLine one\nLine two' } } });
});

test('an edited comment is asked by who edited it, and stays of who wrote it', () => {
  const payload = {
    action: 'edited',
    issue,
    comment: says('More'),
    changes: { body: { from: 'Less' } },
    sender: alice,
  };
  expect(parse('issue_comment', payload)).toMatchObject({
    kind: 'comment',
    asker: alice,
    request: { id: revised('comment-9911', 'More'), author: bob, createdAt: later, edited: { before: 'Less' } },
  });
});

test.each([
  ['with the same text', { body: { from: 'Same\r\ntext' } }],
  ['of something else', {}],
])('an edit %s asks for nothing', (_, changes) => {
  const payload = { action: 'edited', issue, comment: says('Same\ntext'), changes, sender: alice };
  expect(parse('issue_comment', payload)).toMatchObject({ kind: 'unserved' });
});

test('a label that comes with the opening asks with it, and one put on later asks once more', () => {
  const putOn = (updated_at: string) =>
    parse('issues', { action: 'labeled', issue: { ...issue, updated_at }, label: { name: 'codex' }, sender: bob });
  expect(putOn('2026-10-01T08:00:02Z')).toMatchObject({ request: { id: 'issue-12' } });
  expect(putOn(later)).toMatchObject({ request: { id: askedOnceMore('issue-12', later), createdAt: later } });
});

test('an assignment names who was assigned', () => {
  const payload = { action: 'assigned', issue, assignee: { ...bob, login: 'codex-bot' }, sender: alice };
  expect(parse('issues', payload)).toMatchObject({ kind: 'assignment', assignee: 'codex-bot', asker: alice });
});

test('a comment on a line of code has its place, its review and the head', () => {
  const payload = { action: 'created', pull_request: pullRequest, comment: onLine, sender: bob };
  expect(parse('pull_request_review_comment', payload)).toEqual({
    kind: 'review-comment',
    review: 77,
    issue: { ...facts, number: 34, isPullRequest: true, title: 'Add up', labels: [], type: undefined, signs: 0 },
    head,
    asker: bob,
    request: {
      id: 'review-comment-88',
      author: bob,
      createdAt: '2026-10-02T08:00:00Z',
      text: 'Why?',
      place: { reviewComment: 88, path: 'sum.js', line: 3, hunk: '@@ -1 +1 @@' },
    },
  });
});

test('an answer in a review thread belongs below its first comment, also where the line is gone', () => {
  const comment = { ...onLine, in_reply_to_id: 80, line: null };
  const payload = { action: 'created', pull_request: pullRequest, comment, sender: bob };
  expect(parse('pull_request_review_comment', payload)).toMatchObject({
    request: { place: { reviewComment: 80, line: undefined } },
  });
});

const given = { id: 77, body: 'Rework it', user: bob, submitted_at: '2026-10-02T08:00:00Z', updated_at: later };

test('a review is one request with its text', () => {
  const payload = { action: 'submitted', pull_request: pullRequest, review: given, sender: bob };
  expect(parse('pull_request_review', payload)).toMatchObject({
    kind: 'review',
    review: 77,
    head,
    asker: bob,
    request: { id: 'review-77', author: bob, createdAt: '2026-10-02T08:00:00Z', text: 'Rework it' },
  });
});

test('edits of reviews and of comments on code are requests of who edited', () => {
  const edit = { action: 'edited', pull_request: pullRequest, changes: { body: { from: 'Old' } }, sender: alice };
  expect(parse('pull_request_review', { ...edit, review: given })).toMatchObject({
    asker: alice,
    request: { id: revised('review-77', 'Rework it'), createdAt: later, edited: { before: 'Old' } },
  });
  expect(parse('pull_request_review_comment', { ...edit, comment: onLine })).toMatchObject({
    asker: alice,
    request: { id: revised('review-comment-88', 'Why?'), edited: { before: 'Old' } },
  });
});

test('a pull request of a deleted fork has no repository', () => {
  const gone = { ...pullRequest, head: { ...pullRequest.head, repo: null } };
  const payload = { action: 'submitted', pull_request: gone, review: given, sender: bob };
  expect(parse('pull_request_review', payload)).toMatchObject({ head: { headRepository: undefined } });
});

interface Published {
  readonly name: string;
  readonly examples: readonly { readonly action: string }[];
}
const published = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Published[];
const served: Readonly<Record<string, readonly string[]>> = {
  'issues.opened': ['issue'],
  'issues.edited': ['issue', 'unserved'],
  'issues.labeled': ['label'],
  'issues.assigned': ['assignment'],
  'issue_comment.created': ['comment'],
  'issue_comment.edited': ['comment', 'unserved'],
  'pull_request_review.submitted': ['review'],
  'pull_request_review_comment.created': ['review-comment'],
  'pull_request_review_comment.edited': ['review-comment'],
};
for (const { name, examples: payloads } of published) {
  if (!/^(issues|issue_comment|pull_request_review|pull_request_review_comment)$/.test(name)) continue;
  test(`every payload of ${name} that GitHub publishes is read`, () => {
    for (const payload of payloads) {
      expect(served[`${name}.${payload.action}`] ?? ['unserved']).toContain(parse(name, payload).kind);
    }
  });
}

test('an event file that is missing or no JSON is refused with its path', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-event-'));
  const file = path.join(folder, 'event.json');
  const source = { eventName: 'issues', eventPath: file, runId: run.runId };
  await expect(readEvent(source)).rejects.toMatchObject({ code: 'input-invalid', what: expect.stringContaining(file) });
  await writeFile(file, '{"action":');
  await expect(readEvent(source)).rejects.toMatchObject({ code: 'input-invalid', what: expect.stringContaining(file) });
  await writeFile(file, JSON.stringify({ action: 'opened', issue }));
  expect(await readEvent(source)).toMatchObject({ kind: 'issue' });
  await rm(folder, { recursive: true });
});

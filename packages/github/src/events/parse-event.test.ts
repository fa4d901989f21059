import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
  eyes: 2,
  author: alice,
};
const opening = {
  id: 'issue-12',
  author: alice,
  createdAt: '2026-10-01T08:00:00Z',
  text: 'Add up\n\nLine one\nLine two',
};

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
    request: { ...opening, createdAt: updated_at },
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
  ['issues', { action: 'edited', issue, sender: alice }],
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

interface Published {
  readonly name: string;
  readonly examples: readonly { readonly action: string; readonly issue: { readonly number: number } }[];
}
const published = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Published[];
const served = { 'issues.opened': 'issue', 'issues.labeled': 'label', 'issue_comment.created': 'comment' };
for (const { name, examples: payloads } of published) {
  if (name !== 'issues' && name !== 'issue_comment') continue;
  test(`every payload of ${name} that GitHub publishes is read`, () => {
    for (const payload of payloads) {
      const event = parse(name, payload);
      const kind = served[`${name}.${payload.action}` as keyof typeof served] ?? 'unserved';
      expect(event.kind).toBe(kind);
      if ('issue' in event) expect(event.issue.number).toBe(payload.issue.number);
    }
  });
}

test('an event file that is missing or no JSON is refused with its path', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-event-'));
  const file = path.join(folder, 'event.json');
  const source = { name: 'issues', path: file, ...run };
  await expect(readEvent(source)).rejects.toMatchObject({ code: 'input-invalid', what: expect.stringContaining(file) });
  await writeFile(file, '{"action":');
  await expect(readEvent(source)).rejects.toMatchObject({ code: 'input-invalid', what: expect.stringContaining(file) });
  await writeFile(file, JSON.stringify({ action: 'opened', issue }));
  expect(await readEvent(source)).toMatchObject({ kind: 'issue' });
  await rm(folder, { recursive: true });
});

import type { RecentComment, ThreadKey } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { plain } from '../words/paint.ts';
import { listThreads } from './list-threads.ts';
import { renderThreads } from './render-threads.ts';
import type { Traces } from './traces.ts';

const now = '2026-03-08T12:00:00Z';
const page = 'https://github.com/octo-org/demo';
const bot = { login: 'github-actions[bot]', id: 41_898_282, type: 'Bot' } as const;

const nothing: Traces = {
  ...{ now, page, ownLogin: bot.login, comments: [], sessions: [], activity: new Map(), queued: [] },
  ...{ talks: new Map(), unanswered: new Set(), pulls: [], branches: [] },
};

function word(
  number: number,
  outcome: string,
  more: Partial<RecentComment> & { readonly marks?: string } = {},
): RecentComment {
  const { marks = '', ...rest } = more;
  return {
    id: `comment-${number * 10}`,
    number,
    author: bot,
    createdAt: '2026-03-08T10:00:00Z',
    body: `Done.\n\n<!-- codex-worker:reply request=issue-${number} outcome=${outcome} run=7.1${marks} -->`,
    eyes: 0,
    ...rest,
  };
}

const session = (thread: ThreadKey, expired = false) => ({
  ...{ thread, savedAt: '2026-03-08T10:00:00Z', expiresAt: '2026-03-15T10:00:00Z', expired, bytes: 900 },
});
const talk = (number: number, more: object = {}) =>
  [number, { number, isPull: false, title: `Title ${number}`, open: true, ...more }] as const;

const waits = { thread: 'issue-1', taken: false } as const;

const rows = [
  {
    when: 'a run goes on and two wait',
    traces: { activity: new Map([['issue-1', { run: { url: 'u', since: '2026-03-08T11:58:00Z' }, waiting: 2 }]]) },
    row: { thread: 'issue-1', state: 'running', waiting: 2, run: { url: 'u' } },
  },
  { when: 'it waits in the queue', traces: { queued: [waits, waits] }, row: { state: 'waiting', waiting: 2 } },
  {
    when: 'what runs stands in the queue still',
    traces: {
      queued: [{ ...waits, taken: true }, waits],
      activity: new Map([['issue-1', { run: { url: 'u', since: now }, waiting: 0 }]]),
    },
    row: { state: 'running', waiting: 1 },
  },
  { when: 'nobody took it up', traces: { unanswered: new Set(['issue-1']) }, row: { state: 'unanswered' } },
  {
    when: 'it was answered, and can go on',
    traces: { comments: [word(1, 'answered')], sessions: [session('issue-1')] },
    row: { state: 'answered', lastReply: { outcome: 'answered', url: `${page}/issues/1#issuecomment-10` } },
  },
  {
    when: 'its session is expired',
    traces: { comments: [word(1, 'answered')], sessions: [session('issue-1', true)] },
    row: { state: 'expired', session: { expired: true } },
  },
  {
    when: 'its session is gone',
    traces: { comments: [word(1, 'answered')] },
    row: { state: 'expired', session: null },
  },
  {
    when: 'only a steering word was answered: there never was a session',
    traces: { comments: [word(1, 'answered', { marks: ' session=none' })] },
    row: { state: 'answered', session: null },
  },
  { when: 'the last reply says that it failed', traces: { comments: [word(1, 'failed')] }, row: { state: 'failed' } },
  { when: 'it was put off', traces: { comments: [word(1, 'postponed')] }, row: { state: 'unanswered' } },
  { when: 'it was stopped', traces: { comments: [word(1, 'cancelled')] }, row: { state: 'cancelled' } },
  { when: 'it was refused', traces: { comments: [word(1, 'refused')] }, row: { state: 'refused' } },
  {
    when: 'it went on in its pull request',
    traces: { comments: [word(1, 'answered')], pulls: [{ number: 2, branch: 'codex/issue-1/add' }] },
    row: { state: 'moved', branch: 'codex/issue-1/add', pullRequest: 2 },
  },
  {
    when: 'it has a branch, and no pull request',
    traces: {
      comments: [word(1, 'answered')],
      sessions: [session('issue-1')],
      branches: ['codex/issue-11/x', 'codex/issue-1/y'],
    },
    row: { state: 'answered', branch: 'codex/issue-1/y', pullRequest: null },
  },
  {
    when: 'it is a pull request',
    traces: {
      talks: new Map([talk(1, { isPull: true })]),
      comments: [word(1, 'answered', { id: 'review-comment-77' })],
      pulls: [{ number: 1, branch: 'codex/issue-5/add' }],
    },
    row: {
      thread: 'pr-1',
      branch: 'codex/issue-5/add',
      pullRequest: 1,
      lastReply: { url: `${page}/pull/1#discussion_r77` },
    },
  },
] as const;

test.each(rows)('$when', ({ traces, row }) => {
  const [found, ...more] = listThreads({ ...nothing, ...(traces as Partial<Traces>) }, true);
  expect(found).toMatchObject(row);
  expect(more).toEqual([]);
});

test('a marker that somebody else wrote tells nothing', () => {
  const comments = [word(1, 'failed', { author: { login: 'mallory', id: 9, type: 'User' } })];
  expect(listThreads({ ...nothing, comments }, true)).toEqual([]);
});

test('what is closed is left out, unless all is asked for', () => {
  const traces = { ...nothing, comments: [word(1, 'answered')], talks: new Map([talk(1, { open: false })]) };
  expect(listThreads(traces, false)).toEqual([]);
  expect(listThreads(traces, true)).toHaveLength(1);
});

const many: Traces = {
  ...nothing,
  talks: new Map([
    talk(1),
    talk(2, { title: '日本語の\u001b[2Jとても長い題名、これはとても長い題名です' }),
    talk(3),
    talk(4, { isPull: true }),
  ]),
  comments: [word(1, 'answered'), word(3, 'failed'), word(4, 'answered')],
  sessions: [session('issue-1'), session('pr-4')],
  activity: new Map([['issue-2', { run: { url: 'u', since: '2026-03-08T11:58:00Z' }, waiting: 1 }]]),
  pulls: [{ number: 4, branch: 'codex/issue-9/a-branch-with-a-rather-long-name' }],
};
const shown = (columns: number | undefined) => {
  const list = {
    repository: 'octo-org/demo',
    complete: false,
    notes: ['More was said.'],
    threads: listThreads(many, false),
  };
  return renderThreads(list, now, { paint: plain, columns });
};

test('the list for people: what needs somebody comes first', () => {
  expect(shown(undefined)).toMatchInlineSnapshot(`
    "octo-org/demo
    THREAD   STATE                   TITLE                                                      LAST REPLY        SESSION                  BRANCH                                          PR
    issue-2  running 2 min, 1 waits  日本語の\\u{1b}[2Jとても長い題名、これはとても長い題名です  –                 –                        –                                               –
    issue-3  failed                  Title 3                                                    failed 2 h ago    –                        –                                               –
    pr-4     answered                Title 4                                                    answered 2 h ago  saved 2 h ago, 7 d left  codex/issue-9/a-branch-with-a-rather-long-name  #4
    issue-1  answered                Title 1                                                    answered 2 h ago  saved 2 h ago, 7 d left  –                                               –

    ✗ issue-3: its last turn failed. The reply tells why, and what to do. https://github.com/octo-org/demo/issues/3#issuecomment-30
    ! More was said.
    "
  `);
});

test('a narrow terminal shortens titles and branches', () => {
  expect(shown(100)).toMatchInlineSnapshot(`
    "octo-org/demo
    THREAD   STATE                   TITLE             LAST REPLY        SESSION   BRANCH             PR
    issue-2  running 2 min, 1 waits  日本語の\\u{1b}[…  –                 –         –                  –
    issue-3  failed                  Title 3           failed 2 h ago    –         –                  –
    pr-4     answered                Title 4           answered 2 h ago  7 d left  codex/issue-9/a-…  #4
    issue-1  answered                Title 1           answered 2 h ago  7 d left  –                  –

    ✗ issue-3: its last turn failed. The reply tells why, and what to do. https://github.com/octo-org/demo/issues/3#issuecomment-30
    ! More was said.
    "
  `);
});

test('without threads it says so', () => {
  const list = { repository: 'octo-org/demo', complete: true, notes: [], threads: [] };
  expect(renderThreads(list, now, { paint: plain, columns: 80 })).toBe(
    'octo-org/demo\nNo thread of the worker is open here.\n',
  );
});

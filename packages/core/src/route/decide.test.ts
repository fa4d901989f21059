import { expect, test } from 'vitest';
import type { RequestId } from '../request/request.ts';
import { aPolicy, aRequest, fakeConversation, person } from '../testing/index.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { decideRoute, type RoutePorts, type RouterSettings } from './decide.ts';
import type { ConversationEvent, IssueFacts } from './event.ts';
import type { PullRequestHead } from './route.ts';

const settings: RouterSettings = {
  repository: 'octo-org/demo',
  defaultBranch: 'main',
  filter: { issueLabel: undefined, titlePrefix: undefined, issueTypes: [], branchPrefix: 'codex/' },
  policy: aPolicy,
};
const issue: IssueFacts = {
  number: 12,
  isPullRequest: false,
  title: 'Add up',
  labels: [],
  type: undefined,
  locked: false,
  eyes: 0,
  author: person('mallory'),
};
const head: PullRequestHead = {
  number: 34,
  headRef: 'codex/issue-12/add-up',
  headSha: 'b'.repeat(40),
  baseRef: 'develop',
  headRepository: 'octo-org/demo',
};

const commentBy = (login: string, of: IssueFacts = issue): ConversationEvent => ({
  kind: 'comment',
  issue: of,
  request: aRequest('comment-7', { by: login }),
  asker: person(login),
});
const pullRequest: IssueFacts = { ...issue, number: 34, isPullRequest: true };

/** A GitHub where alice may write; it writes down what the router tells it. */
function openGitHub() {
  const people = fakeConversation();
  people.grant('alice', 'write');
  people.grant('rita', 'read');
  const told: string[] = [];
  const heads = new Map<number, PullRequestHead>([[34, head]]);
  const threads = new Set([12]);
  const ports: RoutePorts = {
    permissionOf: people.permissionOf,
    pullRequestHead: async (number) => heads.get(number),
    openIssueFor: async (id: RequestId, prompt: string, author: string) => {
      told.push(`issue for ${id} by ${author}: ${prompt}`);
      return 77;
    },
    isThread: async ({ number }) => threads.has(number),
    acknowledge: async (id) => void told.push(`👀 ${id}`),
    refuse: async (thread: Thread, id, reason) => void told.push(`refused ${id} in ${threadKey(thread)}: ${reason}`),
  };
  return { ports, told, heads, threads };
}

test('somebody with write permission is run, on the default branch, and sees 👀', async () => {
  const { ports, told } = openGitHub();
  expect(await decideRoute(ports, commentBy('alice'), settings)).toEqual({
    kind: 'run',
    reason: 'alice has write permission',
    thread: { kind: 'issue', number: 12 },
    requestId: 'comment-7',
    asker: 'alice',
    start: 'continue',
    ref: 'main',
    sha: '',
    base: 'main',
  });
  expect(told).toEqual(['👀 comment-7']);
});

test.each([
  { who: 'a reader', event: commentBy('rita'), reason: 'rita has read permission, and write is needed' },
  { who: 'a stranger', event: commentBy('mallory'), reason: 'mallory has none permission, and write is needed' },
  { who: 'a bot', event: commentBy('renovate[bot]'), reason: 'renovate[bot] is a bot that allow-bots does not name' },
  { who: 'the worker itself', event: commentBy('github-actions[bot]'), reason: "it is the worker's own" },
  {
    who: 'a stranger on a locked issue',
    event: commentBy('mallory', { ...issue, locked: true }),
    reason: 'mallory has none permission, and write is needed',
  },
])('$who starts nothing and hears nothing', async ({ event, reason }) => {
  const { ports, told } = openGitHub();
  expect(await decideRoute(ports, event, settings)).toEqual({ kind: 'ignore', reason });
  expect(told).toEqual([]);
});

test('a comment on our pull request runs on its head, as it was when it was authorised', async () => {
  const { ports } = openGitHub();
  expect(await decideRoute(ports, commentBy('alice', pullRequest), settings)).toMatchObject({
    kind: 'run',
    start: 'either',
    ref: 'codex/issue-12/add-up',
    sha: 'b'.repeat(40),
    base: 'develop',
  });
});

test("a comment on somebody's own pull request is ignored without a word", async () => {
  const { ports, told, heads } = openGitHub();
  heads.set(34, { ...head, headRef: 'feature' });
  expect(await decideRoute(ports, commentBy('alice', pullRequest), settings)).toMatchObject({ kind: 'ignore' });
  expect(told).toEqual([]);
});

test('a pull request that does not exist is ignored', async () => {
  const { ports, heads } = openGitHub();
  heads.clear();
  expect(await decideRoute(ports, commentBy('alice', pullRequest), settings)).toEqual({
    kind: 'ignore',
    reason: 'there is no pull request pr-34',
  });
});

test('a writer who asks on a locked issue is told, and gets no 👀', async () => {
  const { ports, told } = openGitHub();
  const decision = await decideRoute(ports, commentBy('alice', { ...issue, locked: true }), settings);
  expect(decision).toMatchObject({ kind: 'refuse', requestId: 'comment-7' });
  expect(told).toEqual([
    'refused comment-7 in issue-12: #12 is locked, and the worker could not answer there. Unlock it and ask again',
  ]);
});

test('a writer who asks on a labelled fork is told', async () => {
  const { ports, told, heads } = openGitHub();
  heads.set(34, { ...head, headRepository: 'mallory/demo' });
  const labelled = { ...settings, filter: { ...settings.filter, issueLabel: 'codex' } };
  const event = commentBy('alice', { ...pullRequest, labels: ['codex'] });
  expect((await decideRoute(ports, event, labelled)).kind).toBe('refuse');
  expect(told).toEqual([
    'refused comment-7 in pr-34: #34 comes from mallory/demo, and the worker does not run on forks',
  ]);
});

test('a run by hand without a thread opens an issue for its prompt', async () => {
  const { ports, told } = openGitHub();
  const event: ConversationEvent = {
    kind: 'dispatch',
    thread: undefined,
    request: aRequest('dispatch-700', { text: 'Add a licence' }),
    asker: person('alice'),
    newSession: false,
  };
  expect(await decideRoute(ports, event, settings)).toMatchObject({
    kind: 'run',
    thread: { kind: 'issue', number: 77 },
    start: 'either',
  });
  expect(told).toEqual(['issue for dispatch-700 by alice: Add a licence', '👀 dispatch-700']);
});

test('a run by hand by somebody who may not ask opens no issue', async () => {
  const { ports, told } = openGitHub();
  const event: ConversationEvent = {
    kind: 'dispatch',
    thread: undefined,
    request: aRequest('dispatch-700', { by: 'rita' }),
    asker: person('rita'),
    newSession: false,
  };
  expect((await decideRoute(ports, event, settings)).kind).toBe('ignore');
  expect(told).toEqual([]);
});

test('a run by hand that names a pull request by its bare number goes on in the pull request', async () => {
  const { ports } = openGitHub();
  const event: ConversationEvent = {
    kind: 'dispatch',
    thread: { kind: 'issue', number: 34 },
    request: aRequest('dispatch-700'),
    asker: person('alice'),
    newSession: false,
  };
  expect(await decideRoute(ports, event, settings)).toMatchObject({
    kind: 'run',
    thread: { kind: 'pr', number: 34 },
    ref: 'codex/issue-12/add-up',
  });
});

test('a comment in an issue where the worker was never asked is ignored: people talk to each other', async () => {
  const { ports, told, threads } = openGitHub();
  threads.clear();
  expect(await decideRoute(ports, commentBy('alice'), settings)).toEqual({
    kind: 'ignore',
    reason: 'the worker was never asked in #12',
  });
  expect(told).toEqual([]);
});

test('a comment in an issue of somebody who may ask is a request, also where the first run left no trace', async () => {
  const { ports, threads } = openGitHub();
  threads.clear();
  const own = { ...issue, author: person('alice') };
  expect(await decideRoute(ports, commentBy('alice', own), settings)).toMatchObject({ kind: 'run', start: 'continue' });
});

test('where some 👀 stands on an issue, the session tells whether the worker was asked there', async () => {
  const { ports, threads } = openGitHub();
  threads.clear();
  expect(await decideRoute(ports, commentBy('alice', { ...issue, eyes: 1 }), settings)).toMatchObject({
    kind: 'run',
    start: 'continue',
  });
});

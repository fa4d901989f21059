import { expect, test } from 'vitest';
import { readMarkers, renderMarker, renderQueuedMarker } from '../reply/marker.ts';
import { texts } from '../reply/texts.ts';
import type { Request, RequestId } from '../request/request.ts';
import { countedTurns } from '../standing/counted-turns.ts';
import { aPolicy, aRequest, aRun, fakeConversation, fakeQueue, noLimits, person } from '../testing/index.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { decideRoute, type RouterSettings } from './decide.ts';
import type { ConversationEvent, IssueFacts } from './event.ts';
import type { GroupFacts, ReviewTexts, RoutePorts, StopEnd } from './ports.ts';
import type { PullRequestHead } from './pull-request.ts';

const settings: RouterSettings = {
  repository: 'octo-org/demo',
  repositoryUrl: 'https://github.com/octo-org/demo',
  defaultBranch: 'main',
  forks: { policy: 'read-only', mention: '@codex' },
  filter: { issueLabel: undefined, titlePrefix: undefined, issueTypes: [], branchPrefix: 'codex/' },
  trigger: { kind: 'all' },
  policy: aPolicy,
  queue: 'none',
  announceQueue: true,
  limits: noLimits,
  rerunBy: undefined,
  run: aRun,
  now: '2026-03-01T12:00:00Z',
};
const issue: IssueFacts = {
  number: 12,
  isPullRequest: false,
  title: 'Add up',
  labels: [],
  type: undefined,
  locked: false,
  isMarked: false,
  signs: 0,
  author: person('mallory'),
};
const head: PullRequestHead = {
  number: 34,
  headRef: 'codex/issue-12/add-up',
  headSha: 'b'.repeat(40),
  baseRef: 'develop',
  headRepository: 'octo-org/demo',
  pushedAt: '2026-02-28T10:00:00Z',
};
const pullRequest: IssueFacts = { ...issue, number: 34, isPullRequest: true };
const issue12: Thread = { kind: 'issue', number: 12 };
const other = { id: 555, url: 'https://github.com/octo-org/demo/actions/runs/555' };

const commentBy = (login: string, of: IssueFacts = issue, text = 'Go on'): ConversationEvent => ({
  kind: 'comment',
  issue: of,
  request: aRequest('comment-7', { by: login, text }),
  asker: person(login),
});
const inReview = (kind: 'review' | 'review-comment', text: string, more: Partial<Request> = {}): ConversationEvent => ({
  kind,
  issue: pullRequest,
  head,
  review: 77,
  request: { ...aRequest(kind === 'review' ? 'review-77' : 'review-comment-88', { text }), ...more },
  asker: person('alice'),
});
const byHand = (by: string, thread?: Thread): ConversationEvent => ({
  kind: 'dispatch',
  thread,
  request: aRequest('dispatch-700', { by, text: 'Add a licence' }),
  asker: person(by),
  newSession: false,
});

/** A GitHub where alice may write; it writes down what it is asked and told. */
function openGitHub() {
  const people = fakeConversation();
  people.grant('alice', 'write');
  people.grant('bob', 'write');
  people.grant('rita', 'read');
  for (const number of [12, 34, 77]) {
    people.openThread({ kind: number === 34 ? 'pr' : 'issue', number }, { title: 'Add up', body: '' });
  }
  const told: string[] = [];
  const github = {
    heads: new Map<number, PullRequestHead>([[34, head]]),
    threads: new Set([12]),
    reviews: new Map<number, ReviewTexts>(),
    group: { kind: 'absent' } as GroupFacts,
    hasGroups: true,
    stopEnd: { kind: 'asked-to-stop' } as StopEnd,
  };
  const queue = fakeQueue();
  const ports: RoutePorts = {
    permissionOf: (login) => {
      told.push(`permission of ${login}?`);
      return people.permissionOf(login);
    },
    pullRequestHead: async (number) => {
      told.push(`head of ${number}?`);
      return github.heads.get(number);
    },
    isThread: async ({ number }) => github.threads.has(number),
    review: async (_, id) => {
      told.push(`review ${id}?`);
      return github.reviews.get(id);
    },
    conversation: people,
    turns: {
      turnsSince: async (since, before) => {
        const said = [12, 34, 77].flatMap((number) => people.transcript({ kind: 'issue', number }));
        const lately = said.filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(since));
        return countedTurns(lately, { ownLogin: people.ownLogin, before });
      },
    },
    runs: {
      group: async () => github.group,
      hasGroups: async () => github.hasGroups,
      startedAt: async () => '2026-03-01T11:58:00Z',
      stop: async ({ id }) => {
        told.push(`stop ${id}`);
        return github.stopEnd;
      },
    },
    queue,
    openIssueFor: async (id: RequestId, prompt: string, author: string) => {
      told.push(`issue for ${id} by ${author}: ${prompt}`);
      return 77;
    },
    acknowledge: async (id) => void told.push(`👀 ${id}`),
    warn: (text) => void told.push(`warning: ${text}`),
  };
  const said = (thread: Thread) => people.transcript(thread).map(({ body }) => body);
  return { ...github, github, ports, told, people, queue, said };
}

test('somebody with write permission is run, on the default branch, and sees 👀', async () => {
  const { ports, told, said } = openGitHub();
  expect(await decideRoute(ports, commentBy('alice'), settings)).toEqual({
    kind: 'run',
    reason: 'alice has write permission',
    thread: issue12,
    requestId: 'comment-7',
    asker: 'alice',
    start: 'continue',
    ref: 'main',
    sha: '',
    base: 'main',
    fork: false,
  });
  expect(told.at(-1)).toBe('👀 comment-7');
  expect(said(issue12)).toEqual([]);
});

test.each([
  { who: 'a reader', event: commentBy('rita'), reason: 'rita has read permission, and write is needed' },
  { who: 'a stranger', event: commentBy('mallory'), reason: 'mallory has none permission, and write is needed' },
  { who: 'a stranger who steers', event: commentBy('mallory', issue, '/codex stop') },
  { who: 'a stranger on a locked issue', event: commentBy('mallory', { ...issue, locked: true }) },
  { who: 'a stranger on a pull request', event: commentBy('mallory', pullRequest) },
  { who: 'a stranger by hand', event: byHand('mallory') },
  { who: 'a bot', event: commentBy('renovate[bot]'), calls: [] },
  { who: 'the worker itself', event: commentBy('github-actions[bot]'), calls: [] },
])('$who starts nothing, hears nothing, and costs one call at most', async ({ event, reason, calls }) => {
  const { ports, told, said, queue } = openGitHub();
  const decision = await decideRoute(ports, event, { ...settings, queue: 'branch' });
  expect(decision.kind).toBe('ignore');
  if (reason) expect(decision.reason).toBe(reason);
  expect(told).toEqual(calls ?? [expect.stringMatching(/^permission of /)]);
  expect([...said(issue12), ...said({ kind: 'pr', number: 34 })]).toEqual([]);
  expect(await queue.waiting()).toEqual([]);
});

test('what is edited needs the standing of both: who wrote it and who edited it', async () => {
  const { ports } = openGitHub();
  const edit = (by: string, of: string) => ({
    ...commentBy(of, { ...issue, signs: 1 }),
    request: { ...aRequest('comment-7', { by: of }), edited: { before: 'Old' } },
    asker: person(by),
  });
  expect((await decideRoute(ports, edit('alice', 'bob') as ConversationEvent, settings)).kind).toBe('run');
  expect((await decideRoute(ports, edit('alice', 'mallory') as ConversationEvent, settings)).kind).toBe('ignore');
  expect((await decideRoute(ports, edit('mallory', 'alice') as ConversationEvent, settings)).kind).toBe('ignore');
});

test("an edit of a stranger's issue asks only where the worker was asked before", async () => {
  const { ports, github } = openGitHub();
  const request = { ...aRequest('issue-12', { by: 'mallory' }), edited: { before: 'Old' } };
  const event: ConversationEvent = { kind: 'issue', issue, request, asker: person('alice') };
  expect((await decideRoute(ports, event, settings)).kind).toBe('run');
  github.threads.clear();
  expect((await decideRoute(ports, event, settings)).kind).toBe('ignore');
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

test('the head of a pull request that the worker opened is left to its session', async () => {
  const { ports, told } = openGitHub();
  const own = { ...pullRequest, author: person('github-actions[bot]'), isMarked: true };
  const decision = await decideRoute(ports, commentBy('alice', own), settings);
  expect(decision).toMatchObject({ kind: 'run', thread: { kind: 'pr', number: 34 }, ref: '', sha: '', base: '' });
  expect(told).toEqual(['permission of alice?', '👀 comment-7']);
});

test('a pull request that another workflow opened is not ours, though its author is of our name', async () => {
  const { ports, told, heads } = openGitHub();
  heads.set(34, { ...head, headRef: 'release-please--branches--main' });
  const released = { ...pullRequest, author: person('github-actions[bot]') };
  expect(await decideRoute(ports, commentBy('alice', released), settings)).toMatchObject({ kind: 'ignore' });
  expect(told).toEqual(['permission of alice?', 'head of 34?']);
});

test("a comment on somebody's own pull request is ignored without a word", async () => {
  const { ports, told, heads } = openGitHub();
  heads.set(34, { ...head, headRef: 'feature' });
  expect(await decideRoute(ports, commentBy('alice', pullRequest), settings)).toMatchObject({ kind: 'ignore' });
  expect(told).toEqual(['permission of alice?', 'head of 34?']);
});

test('a pull request that does not exist is ignored', async () => {
  const { ports, heads } = openGitHub();
  heads.clear();
  expect(await decideRoute(ports, commentBy('alice', pullRequest), settings)).toEqual({
    kind: 'ignore',
    reason: 'there is no pull request pr-34',
  });
});

test('a writer who asks on a locked issue is told once, and gets no 👀', async () => {
  const { ports, told, said } = openGitHub();
  const event = commentBy('alice', { ...issue, locked: true });
  const decision = await decideRoute(ports, event, settings);
  expect(decision).toMatchObject({ kind: 'refuse', code: 'thread-locked', requestId: 'comment-7' });
  await decideRoute(ports, event, { ...settings, run: { ...aRun, attempt: 2 } });
  expect(said(issue12)).toEqual([
    `${texts.threadLocked('#12 is locked')}\n\n<!-- codex-worker:reply request=comment-7 outcome=refused run=700.1 -->`,
  ]);
  expect(told.filter((line) => line.startsWith('👀'))).toEqual([]);
});

test('a refusal that GitHub does not take is a warning', async () => {
  const { ports, told, people } = openGitHub();
  people.failPosts(1);
  expect((await decideRoute(ports, commentBy('alice', { ...issue, locked: true }), settings)).kind).toBe('refuse');
  expect(told.at(-1)).toMatch(/^warning: Could not say why nothing runs\. /);
});

const pr34: Thread = { kind: 'pr', number: 34 };
const ofFork: PullRequestHead = { ...head, headRef: 'main', headRepository: 'mallory/demo' };
const onFork = (text: string, more: Partial<Request> = {}): ConversationEvent => ({
  kind: 'comment',
  issue: pullRequest,
  request: { ...aRequest('comment-7', { text }), ...more },
  asker: person('alice'),
});

test("a fork's pull request that a comment names the worker in is run, at the head that was there", async () => {
  const { ports, heads } = openGitHub();
  heads.set(34, ofFork);
  expect(await decideRoute(ports, onFork('@codex Is this right?'), settings)).toMatchObject({
    kind: 'run',
    thread: pr34,
    ref: '',
    sha: head.headSha,
    base: 'develop',
    fork: true,
  });
});

test("a fork's pull request becomes a thread only when the worker is named, and then stays one", async () => {
  const { ports, heads, threads } = openGitHub();
  heads.set(34, ofFork);
  threads.delete(34);
  const ignored = await decideRoute(ports, onFork('Nice work'), settings);
  expect(ignored).toEqual({ kind: 'ignore', reason: 'nothing in #34, which comes from a fork, names the worker' });
  threads.add(34);
  expect((await decideRoute(ports, onFork('And here?'), settings)).kind).toBe('run');
});

test('a head that changed after the request was made is not read', async () => {
  const { ports, heads, said } = openGitHub();
  heads.set(34, { ...ofFork, pushedAt: '2026-03-01T12:00:05Z' });
  const asked = onFork('@codex look', { createdAt: '2026-03-01T12:00:04Z' });
  expect(await decideRoute(ports, asked, settings)).toMatchObject({ kind: 'refuse', code: 'fork-head-changed' });
  expect(said(pr34)[0]).toContain('mallory/demo was pushed to at 2026-03-01T12:00:05Z');
  const word = onFork('/codex help', { createdAt: '2026-03-01T12:00:04Z' });
  expect((await decideRoute(ports, word, settings)).kind).toBe('command');
});

test('where forks are refused, whoever asks is told what to do', async () => {
  const { ports, heads, said } = openGitHub();
  heads.set(34, ofFork);
  const refusing: RouterSettings = { ...settings, forks: { policy: 'refuse', mention: '@codex' } };
  expect((await decideRoute(ports, onFork('Nice'), refusing)).kind).toBe('ignore');
  expect(await decideRoute(ports, onFork('@codex look'), refusing)).toMatchObject({ code: 'fork-refused' });
  const reason = '#34 comes from mallory/demo, and the worker does not run on forks';
  expect(said(pr34)[0]).toContain(texts.forkRefused(reason));
});

test("a review in a fork's pull request ends quietly: its run has no secrets", async () => {
  const { ports, said } = openGitHub();
  const event = { ...inReview('review', '@codex look'), head: ofFork } as ConversationEvent;
  expect(await decideRoute(ports, event, settings)).toEqual({
    kind: 'ignore',
    reason: 'a review of #34, which comes from a fork, gets no secrets: a comment does',
  });
  expect(said(pr34)).toEqual([]);
});

test('a run by hand without a thread opens an issue for its prompt', async () => {
  const { ports, told } = openGitHub();
  expect(await decideRoute(ports, byHand('alice'), settings)).toMatchObject({
    kind: 'run',
    thread: { kind: 'issue', number: 77 },
    start: 'either',
  });
  expect(told).toEqual(['permission of alice?', 'issue for dispatch-700 by alice: Add a licence', '👀 dispatch-700']);
});

test.each([
  { commit: head.headSha, gives: { kind: 'run', ref: head.headRef, sha: head.headSha } },
  {
    commit: 'c'.repeat(40),
    gives: { kind: 'ignore', reason: '#34 has other commits than the run 7001, which failed' },
  },
] as const)('a run that failed on $commit asks: $gives.kind', async ({ commit, gives }) => {
  const { ports } = openGitHub();
  const ofRun = { id: 7001, commit, name: 'CI', url: 'https://github.com/octo-org/demo/actions/runs/7001' };
  const event = { ...byHand('alice', { kind: 'pr', number: 34 }), ofRun };
  expect(await decideRoute(ports, event, settings)).toMatchObject(gives);
});

test('a run by hand that names a pull request by its bare number goes on in the pull request', async () => {
  const { ports } = openGitHub();
  expect(await decideRoute(ports, byHand('alice', { kind: 'issue', number: 34 }), settings)).toMatchObject({
    kind: 'run',
    thread: { kind: 'pr', number: 34 },
    ref: 'codex/issue-12/add-up',
  });
});

test('a run by hand that names an issue works on the default branch', async () => {
  const { ports } = openGitHub();
  expect(await decideRoute(ports, byHand('alice', issue12), settings)).toMatchObject({ thread: issue12, ref: 'main' });
});

test('a comment in an issue where the worker was never asked is ignored: people talk to each other', async () => {
  const { ports, threads, told } = openGitHub();
  threads.clear();
  expect(await decideRoute(ports, commentBy('alice'), settings)).toEqual({
    kind: 'ignore',
    reason: 'the worker was never asked in #12',
  });
  expect(told).not.toContain('👀 comment-7');
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
  expect(await decideRoute(ports, commentBy('alice', { ...issue, signs: 1 }), settings)).toMatchObject({
    kind: 'run',
    start: 'continue',
  });
});

const reviews = [
  { when: 'a review with a text', kind: 'review', text: 'Rework it', review: undefined, gives: 'run' },
  {
    when: 'a review of two comments',
    kind: 'review',
    text: '',
    review: { text: '', comments: ['a', 'b'] },
    gives: 'run',
  },
  { when: 'a review of one comment', kind: 'review', text: '', review: { text: '', comments: ['a'] }, gives: 'ignore' },
  { when: 'an approval without words', kind: 'review', text: '', review: { text: '', comments: [] }, gives: 'ignore' },
  { when: 'a review that was deleted', kind: 'review', text: '', review: undefined, gives: 'ignore' },
  { when: 'a single comment', kind: 'review-comment', text: 'a', review: { text: '', comments: ['a'] }, gives: 'run' },
  {
    when: 'one comment of two',
    kind: 'review-comment',
    text: 'a',
    review: { text: '', comments: ['a', 'b'] },
    gives: 'ignore',
  },
  {
    when: 'the comment of a review with a text',
    kind: 'review-comment',
    text: 'a',
    review: { text: 'See below', comments: ['a'] },
    gives: 'ignore',
  },
] as const;
test.each(reviews)('$when → $gives', async ({ kind, text, review, gives }) => {
  const { ports, github } = openGitHub();
  if (review) github.reviews.set(77, review);
  const decision = await decideRoute(ports, inReview(kind, text), settings);
  expect(decision.kind).toBe(gives);
  if (decision.kind === 'run') {
    expect(decision).toMatchObject({
      requestId: kind === 'review' ? 'review-77' : 'review-comment-88',
      ref: head.headRef,
    });
  }
});

test('where a mention asks, one comment of a review that has it is enough', async () => {
  const { ports, github } = openGitHub();
  const mention = { ...settings, trigger: { kind: 'mention', mention: '@codex' } } as const;
  github.reviews.set(77, { text: 'Nice', comments: ['a', '@codex b'] });
  expect((await decideRoute(ports, inReview('review', 'Nice'), mention)).kind).toBe('run');
  github.reviews.set(77, { text: 'Nice', comments: ['a', 'b'] });
  expect((await decideRoute(ports, inReview('review', 'Nice'), mention)).kind).toBe('ignore');
});

test('whoever waits is told how many runs are ahead, once', async () => {
  const { ports, github, said } = openGitHub();
  github.group = { kind: 'known', holder: other, waiting: 2 };
  await decideRoute(ports, commentBy('alice'), settings);
  await decideRoute(ports, commentBy('alice'), { ...settings, run: { ...aRun, attempt: 2 } });
  expect(said(issue12)).toEqual([
    `${texts.runsAhead(3)}\n\n${renderQueuedMarker({ requestId: 'comment-7', run: '700.1' })}`,
  ]);
});

test('whoever runs again what has its answer is not told that it waits', async () => {
  const { ports, github, people, said } = openGitHub();
  github.group = { kind: 'known', holder: other, waiting: 2 };
  await people.post(issue12, renderMarker({ requestId: 'comment-7', outcome: 'answered', run: '700.1' }));
  await decideRoute(ports, commentBy('alice'), { ...settings, run: { ...aRun, attempt: 2 } });
  expect(said(issue12)).toHaveLength(1);
});

test.each([
  { when: 'nobody holds the thread', group: { kind: 'known', holder: undefined, waiting: 0 }, announceQueue: true },
  { when: 'GitHub does not tell', group: { kind: 'absent' }, announceQueue: true },
  { when: 'the token may not look', group: { kind: 'hidden', fix: 'Add it.' }, announceQueue: true },
  { when: 'it is not wanted', group: { kind: 'known', holder: other, waiting: 0 }, announceQueue: false },
] as const)('👀 is all when $when', async ({ group, announceQueue }) => {
  const { ports, github, said, told } = openGitHub();
  github.group = group;
  await decideRoute(ports, commentBy('alice'), { ...settings, announceQueue });
  expect(said(issue12)).toEqual([]);
  expect(told.at(-1)).toBe('👀 comment-7');
});

const branch = { ...settings, queue: 'branch' } as const;

test('with a queue, a request waits in it, once, and is told what is ahead', async () => {
  const { ports, queue, said, told } = openGitHub();
  await queue.append({ ...queuedBefore, thread: 'issue-1' });
  const decision = await decideRoute(ports, commentBy('alice'), branch);
  expect(decision).toMatchObject({ kind: 'enqueue', thread: issue12, requestId: 'comment-7', start: 'continue' });
  await decideRoute(ports, commentBy('alice'), { ...branch, run: { ...aRun, attempt: 2 } });
  expect(await queue.waiting()).toHaveLength(2);
  expect(told).toContain('👀 comment-7');
  expect(said(issue12).map((body) => body.split('\n')[0])).toEqual([texts.requestsAhead(1)]);
});

const queuedBefore = {
  request: aRequest('comment-6', { minute: -5 }),
  asker: person('alice'),
  start: 'continue',
  openedBy: undefined,
  ref: 'main',
  base: 'main',
  queuedAt: settings.now,
  taken: [],
} as const;

const steering = (word: string, place?: Request['place']): ConversationEvent => ({
  ...commentBy('alice', issue, `/codex ${word}`),
  ...(place ? { request: { ...aRequest('comment-7', { text: `/codex ${word}` }), place } } : {}),
});

test.each([
  { word: 'help', says: texts.help },
  { word: 'sotp', says: texts.unknownWord('sotp') },
  { word: 'effort huge', says: texts.invalidSetting('effort', 'huge') },
  { word: 'stop', says: texts.nothingRuns },
  { word: 'stop', group: { kind: 'known', holder: undefined, waiting: 0 }, says: texts.nothingRuns },
  { word: 'stop', group: { kind: 'known', holder: other, waiting: 1 }, says: texts.stopping(other.url, 1) },
  {
    word: 'stop',
    group: { kind: 'known', holder: other, waiting: 0 },
    stopEnd: { kind: 'refused', fix: 'Add "actions: write".' },
    says: texts.stopRefused(other.url, 'Add "actions: write".'),
  },
  {
    word: 'stop',
    group: { kind: 'known', holder: other, waiting: 0 },
    stopEnd: { kind: 'over-already' },
    says: texts.nothingRuns,
  },
  { word: 'stop', hasGroups: false, says: texts.stopUntold(settings.repositoryUrl) },
  {
    word: 'stop',
    group: { kind: 'hidden', fix: 'Add "actions: read".' },
    says: texts.runsHidden('Add "actions: read".'),
  },
  { word: 'status', says: texts.running({ url: undefined, since: undefined, waiting: 0 }) },
  { word: 'status', hasGroups: false, says: texts.runsUntold(settings.repositoryUrl) },
  {
    word: 'status',
    group: { kind: 'hidden', fix: 'Add "actions: read".' },
    says: texts.runsHidden('Add "actions: read".'),
  },
  {
    word: 'status',
    group: { kind: 'known', holder: other, waiting: 2 },
    says: texts.running({ url: other.url, since: '2026-03-01T11:58:00Z', waiting: 2 }),
  },
] as const)('/codex $word is answered at once, and once', async ({ word, says, ...facts }) => {
  const { ports, github, said, told } = openGitHub();
  Object.assign(github, facts);
  expect(await decideRoute(ports, steering(word), settings)).toMatchObject({ kind: 'command', requestId: 'comment-7' });
  const stopped = told.filter((line) => line.startsWith('stop'));
  await decideRoute(ports, steering(word), { ...settings, run: { ...aRun, id: 701 } });
  const [answer = '', ...more] = said(issue12);
  expect(more).toEqual([]);
  expect(answer).toContain(says);
  expect(readMarkers(answer)).toMatchObject([{ requestId: 'comment-7', outcome: 'answered', session: 'none' }]);
  expect(told.filter((line) => line.startsWith('stop'))).toEqual(stopped);
});

test('/codex status names the last answer, and what the queue of the repository holds', async () => {
  const { ports, people, queue, said } = openGitHub();
  const answer = await people.post(
    issue12,
    'Done.\n\n<!-- codex-worker:reply request=issue-12 outcome=answered run=1.1 -->',
  );
  await queue.append({ ...queuedBefore, thread: 'issue-1' });
  await decideRoute(ports, steering('status'), branch);
  expect(said(issue12).at(-1)).toContain(answer.url);
  expect(said(issue12).at(-1)).toContain(texts.queueHolds(1));
});

test('a steering word that takes no text says what it did not read', async () => {
  const { ports, said } = openGitHub();
  await decideRoute(ports, steering('help\n\nAlso add up'), settings);
  expect(said(issue12)[0]).toContain(texts.unread);
});

test('a steering word is answered in an issue where the worker was never asked', async () => {
  const { ports, threads } = openGitHub();
  threads.clear();
  expect((await decideRoute(ports, steering('help'), settings)).kind).toBe('command');
});

test.each(['retry', 'reset', 'undo', 'pr', 'plan x', 'go', 'model gpt-5.5', 'effort high'])(
  '/codex %s is run in order with all other requests',
  async (word) => {
    const { ports, told } = openGitHub();
    const decision = await decideRoute(ports, steering(word), settings);
    expect({ kind: decision.kind, thread: 'thread' in decision && threadKey(decision.thread) }).toEqual({
      kind: 'run',
      thread: 'issue-12',
    });
    expect(told).toContain('👀 comment-7');
  },
);

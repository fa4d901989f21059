import { describe, expect, test } from 'vitest';
import { aRequest, person } from '../testing/index.ts';
import type { ConversationEvent, IssueFacts } from './event.ts';
import { missedFilter, type PullRequestHead, route, routePullRequest, type ThreadFilter } from './route.ts';

const filter: ThreadFilter = {
  issueLabel: undefined,
  titlePrefix: undefined,
  issueTypes: [],
  branchPrefix: 'codex/',
};
const issue: IssueFacts = {
  number: 12,
  isPullRequest: false,
  title: 'Add up',
  labels: ['bug'],
  type: 'Task',
  locked: false,
  eyes: 0,
  author: person('alice'),
};
const request = aRequest('issue-12');
const asker = person('alice');
const opened: ConversationEvent = { kind: 'issue', issue, request, asker };
const comment: ConversationEvent = { kind: 'comment', issue, request: aRequest('comment-7'), asker };
const onPullRequest: ConversationEvent = { ...comment, issue: { ...issue, number: 34, isPullRequest: true } };
const dispatch: ConversationEvent = {
  kind: 'dispatch',
  thread: undefined,
  request: aRequest('dispatch-700'),
  asker,
  newSession: false,
};
const labelled = (label: string, labels: readonly string[]): ConversationEvent => ({
  kind: 'label',
  issue: { ...issue, labels },
  label,
  request,
  asker,
});

const candidate = (thread: string | undefined, start: string) => ({ kind: 'candidate', thread, start });
const ignored = (reason: string) => ({ kind: 'ignore', reason });
const withLabel: ThreadFilter = { ...filter, issueLabel: 'codex' };

describe('route', () => {
  test.each([
    { when: 'an issue is opened', event: opened, gives: candidate('issue-12', 'new') },
    { when: 'a comment is made on an issue', event: comment, gives: candidate('issue-12', 'continue') },
    { when: 'a comment is made on a pull request', event: onPullRequest, gives: candidate('pr-34', 'either') },
    { when: 'a run by hand names no thread', event: dispatch, gives: candidate(undefined, 'either') },
    {
      when: 'a run by hand names a thread',
      event: { ...dispatch, thread: { kind: 'pr', number: 34 } } as const,
      gives: candidate('pr-34', 'either'),
    },
    {
      when: 'a run by hand asks for a new session',
      event: { ...dispatch, thread: { kind: 'issue', number: 12 }, newSession: true } as const,
      gives: candidate('issue-12', 'anew'),
    },
    {
      when: 'an event has an action that the worker does not serve',
      event: { kind: 'unserved', name: 'issues', action: 'pinned' } as const,
      gives: ignored('the worker does not serve issues.pinned'),
    },
    {
      when: 'an event without an action is not served',
      event: { kind: 'unserved', name: 'push', action: undefined } as const,
      gives: ignored('the worker does not serve push'),
    },
    {
      when: 'a label is put on an issue and the worker has none',
      event: labelled('codex', ['codex']),
      gives: ignored('the label "codex" is not the worker\'s'),
    },
    {
      when: "another label than the worker's is put on an issue",
      using: withLabel,
      event: labelled('bug', ['codex', 'bug']),
      gives: ignored('the label "bug" is not the worker\'s'),
    },
    {
      when: "the worker's label is put on an issue",
      using: withLabel,
      event: labelled('codex', ['codex']),
      gives: candidate('issue-12', 'either'),
    },
    {
      when: 'an issue without the label is opened',
      using: withLabel,
      event: opened,
      gives: ignored('#12 does not have the label "codex"'),
    },
    {
      when: 'a comment is made on an issue without the label',
      using: withLabel,
      event: comment,
      gives: ignored('#12 does not have the label "codex"'),
    },
    {
      when: 'a comment is made on a pull request without the label: its branch decides',
      using: withLabel,
      event: onPullRequest,
      gives: candidate('pr-34', 'either'),
    },
  ])('$when → $gives.kind', ({ event, gives, using = filter }) => {
    const routed = route(event, using);
    if (routed.kind === 'ignore') return expect(routed).toEqual(gives);
    const { thread, start } = routed;
    expect({ kind: routed.kind, start, thread: thread && `${thread.kind}-${thread.number}` }).toEqual(gives);
  });

  test('a candidate carries who asks and what for', () => {
    expect(route(comment, filter)).toMatchObject({ requestId: 'comment-7', asker: { login: 'alice' }, issue });
  });
});

describe('missedFilter', () => {
  test.each([
    { when: 'there is no filter', using: {}, missed: undefined },
    { when: 'the issue has the label', using: { issueLabel: 'bug' }, missed: undefined },
    { when: 'the label differs in case', using: { issueLabel: 'Bug' }, missed: '#12 does not have the label "Bug"' },
    { when: 'the title begins so', using: { titlePrefix: 'Add' }, missed: undefined },
    {
      when: 'the title has it elsewhere',
      using: { titlePrefix: 'up' },
      missed: 'the title of #12 does not begin with "up"',
    },
    { when: 'the type is one of them', using: { issueTypes: ['Bug', 'Task'] }, missed: undefined },
    {
      when: 'the type is another',
      using: { issueTypes: ['Bug', 'Feature'] },
      missed: 'the type of #12 is Task, not one of Bug, Feature',
    },
    {
      when: 'one of two filters is missed',
      using: { issueLabel: 'bug', titlePrefix: '[codex]' },
      missed: 'the title of #12 does not begin with "[codex]"',
    },
  ])('$when', ({ using, missed }) => {
    expect(missedFilter(issue, { ...filter, ...using })).toBe(missed);
  });

  test('an issue without a type misses every type', () => {
    expect(missedFilter({ ...issue, type: undefined }, { ...filter, issueTypes: ['Bug'] })).toBe(
      'the type of #12 is not set, not one of Bug',
    );
  });
});

describe('routePullRequest', () => {
  const head: PullRequestHead = {
    number: 34,
    headRef: 'codex/issue-12/add-up',
    headSha: 'a'.repeat(40),
    baseRef: 'main',
    headRepository: 'octo-org/demo',
  };
  const pullRequest = { ...issue, number: 34, isPullRequest: true };
  const marked = { ...pullRequest, labels: ['codex'] };
  const fork = { ...head, headRepository: 'mallory/demo' };

  test.each([
    { when: "it is the worker's own", head, facts: pullRequest, gives: 'serve' },
    { when: 'somebody made it', head: { ...head, headRef: 'feature' }, facts: pullRequest, gives: 'ignore' },
    { when: 'somebody made it and labelled it', head: { ...head, headRef: 'feature' }, facts: marked, gives: 'serve' },
    {
      when: 'somebody made it and a run by hand names it',
      head: { ...head, headRef: 'x' },
      facts: undefined,
      gives: 'serve',
    },
    { when: "a fork's branch is named like ours", head: fork, facts: pullRequest, gives: 'ignore' },
    { when: 'a fork is labelled', head: fork, facts: marked, gives: 'refuse' },
    { when: 'a run by hand names a fork', head: fork, facts: undefined, gives: 'refuse' },
    {
      when: 'a deleted fork is labelled',
      head: { ...head, headRepository: undefined },
      facts: marked,
      gives: 'refuse',
    },
  ] as const)('$when → $gives', ({ head: of, facts, gives }) => {
    expect(routePullRequest(of, facts, 'octo-org/demo', withLabel).kind).toBe(gives);
  });

  test('the reasons name the branch and the fork', () => {
    const reasons = [
      routePullRequest({ ...head, headRef: 'feature' }, pullRequest, 'octo-org/demo', filter),
      routePullRequest(fork, marked, 'octo-org/demo', withLabel),
      routePullRequest({ ...head, headRepository: undefined }, marked, 'octo-org/demo', withLabel),
    ].map((routed) => (routed.kind === 'serve' ? '' : routed.reason));
    expect(reasons).toEqual([
      '#34 was not made by the worker: its branch "feature" does not begin with "codex/"',
      '#34 comes from mallory/demo, and the worker does not run on forks',
      '#34 comes from a deleted fork, and the worker does not run on forks',
    ]);
  });
});

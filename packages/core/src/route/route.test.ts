import { describe, expect, test } from 'vitest';
import { aRequest, person } from '../testing/index.ts';
import { threadKey } from '../thread/thread.ts';
import type { ConversationEvent, IssueFacts } from './event.ts';
import type { PullRequestHead } from './pull-request.ts';
import { type RouteRules, route } from './route.ts';
import type { ThreadFilter } from './thread-filter.ts';
import type { Trigger } from './trigger.ts';

const filter: ThreadFilter = { issueLabel: undefined, titlePrefix: undefined, issueTypes: [], branchPrefix: 'codex/' };
const issue: IssueFacts = {
  number: 12,
  isPullRequest: false,
  title: 'Add up',
  labels: ['bug'],
  type: 'Task',
  locked: false,
  isMarked: false,
  signs: 0,
  author: person('alice'),
};
const head: PullRequestHead = {
  number: 34,
  headRef: 'codex/issue-12/add-up',
  headSha: 'b'.repeat(40),
  baseRef: 'main',
  headRepository: 'octo-org/demo',
  pushedAt: '2026-02-28T10:00:00Z',
};
const pullRequest: IssueFacts = { ...issue, number: 34, isPullRequest: true };
const asker = person('alice');
const edit = { edited: { before: 'Old' } };

const opened = (text = 'Add up'): ConversationEvent => ({
  kind: 'issue',
  issue,
  request: aRequest('issue-12', { text }),
  asker,
});
const comment = (text = 'Go on', of = issue): ConversationEvent => ({
  kind: 'comment',
  issue: of,
  request: aRequest('comment-7', { text }),
  asker,
});
const labelled = (label: string, text = 'Add up'): ConversationEvent => ({
  kind: 'label',
  issue: { ...issue, labels: ['codex', 'bug'] },
  label,
  request: aRequest('issue-12', { text }),
  asker,
});
const assigned = (assignee: string): ConversationEvent => ({
  kind: 'assignment',
  issue,
  assignee,
  request: aRequest('issue-12'),
  asker,
});
const onCode = (text = 'Why?', more: object = {}): ConversationEvent => ({
  kind: 'review-comment',
  issue: pullRequest,
  head,
  review: 77,
  request: { ...aRequest('review-comment-88', { text }), ...more },
  asker,
});
const reviewed = (text: string, more: object = {}): ConversationEvent => ({
  kind: 'review',
  issue: pullRequest,
  head,
  review: 77,
  request: { ...aRequest('review-77', { text }), ...more },
  asker,
});
const dispatch: Extract<ConversationEvent, { kind: 'dispatch' }> = {
  kind: 'dispatch',
  thread: undefined,
  request: aRequest('dispatch-700'),
  asker,
  newSession: false,
};
const edited = (event: ConversationEvent): ConversationEvent =>
  event.kind === 'unserved' ? event : { ...event, request: { ...event.request, ...edit } };

const all: RouteRules = { filter, trigger: { kind: 'all' }, forks: { policy: 'read-only', mention: '@codex' } };
const withLabel: RouteRules = { ...all, filter: { ...filter, issueLabel: 'codex' } };
const by = (trigger: Trigger): RouteRules => ({ ...all, trigger });
const mention = by({ kind: 'mention', mention: '@codex' });
const label: RouteRules = { ...withLabel, trigger: { kind: 'label', label: 'codex' } };
const assignee = by({ kind: 'assignee', login: 'codex-bot' });

interface Row {
  readonly when: string;
  readonly event: ConversationEvent;
  readonly thread?: string | undefined;
  readonly start?: string;
  readonly only?: boolean;
  readonly review?: string;
  readonly because?: string;
}
const describeRows = (title: string, rules: RouteRules, rows: readonly Row[]) =>
  describe(title, () => {
    test.each(rows)('$when', ({ event, thread, start, only = false, review, because }) => {
      const routed = route(event, rules);
      if (routed.kind === 'ignore') return expect(routed.reason).toBe(because);
      const asked = {
        thread: routed.thread && threadKey(routed.thread),
        start: routed.start,
        only: routed.inThreadOnly,
        review: routed.review?.kind,
      };
      return expect(asked).toEqual({ thread, start, only, review });
    });
  });

describeRows('where every text asks', all, [
  { when: 'an opened issue begins a thread', event: opened(), thread: 'issue-12', start: 'new' },
  {
    when: "an edited issue is asked again, where it is the worker's",
    event: edited(opened()),
    thread: 'issue-12',
    start: 'either',
    only: true,
  },
  { when: 'a comment continues its thread', event: comment(), thread: 'issue-12', start: 'continue', only: true },
  {
    when: 'a steering word is for the worker in any issue',
    event: comment('/codex help'),
    thread: 'issue-12',
    start: 'either',
  },
  {
    when: 'a comment on a pull request asks there',
    event: comment('x', pullRequest),
    thread: 'pr-34',
    start: 'either',
  },
  {
    when: 'a comment on code asks, unless it is part of more',
    event: onCode(),
    thread: 'pr-34',
    start: 'either',
    review: 'is-more-than-this-comment',
  },
  {
    when: 'a comment on code without a review asks',
    event: { ...onCode(), review: undefined } as ConversationEvent,
    thread: 'pr-34',
    start: 'either',
  },
  { when: 'an edited comment on code asks by itself', event: edited(onCode()), thread: 'pr-34', start: 'either' },
  { when: 'a review with a text asks', event: reviewed('Rework it'), thread: 'pr-34', start: 'either' },
  {
    when: 'a review without a text may ask by its comments',
    event: reviewed(' '),
    thread: 'pr-34',
    start: 'either',
    review: 'do-its-comments-ask',
  },
  {
    when: 'a review whose text was taken away asks for nothing',
    event: edited(reviewed('')),
    because: 'the review of #34 has no text any more',
  },
  { when: 'a run by hand without a thread wants one', event: dispatch, thread: undefined, start: 'either' },
  {
    when: 'a run by hand may name a thread',
    event: { ...dispatch, thread: { kind: 'pr', number: 34 } },
    thread: 'pr-34',
    start: 'either',
  },
  {
    when: 'a run by hand may begin anew',
    event: { ...dispatch, thread: { kind: 'issue', number: 12 }, newSession: true },
    thread: 'issue-12',
    start: 'anew',
  },
  { when: "a label is nobody's request", event: labelled('codex'), because: 'the label "codex" is not the worker\'s' },
  {
    when: "an assignment is nobody's request",
    event: assigned('codex-bot'),
    because: 'an assignment asks only where the trigger is "assignee"',
  },
  {
    when: 'an action that is not served is named',
    event: { kind: 'unserved', name: 'issues', action: 'pinned' },
    because: 'the worker does not serve issues.pinned',
  },
  {
    when: 'an event without an action is named',
    event: { kind: 'unserved', name: 'push', action: undefined },
    because: 'the worker does not serve push',
  },
]);

describeRows('where only labelled issues are threads', withLabel, [
  { when: 'the label begins one', event: labelled('codex'), thread: 'issue-12', start: 'either' },
  { when: 'another label does not', event: labelled('bug'), because: 'the label "bug" is not the worker\'s' },
  { when: 'an issue without it is none', event: opened(), because: '#12 does not have the label "codex"' },
  {
    when: 'a comment on an issue without it is none',
    event: comment(),
    because: '#12 does not have the label "codex"',
  },
  { when: 'of a pull request the branch decides', event: comment('x', pullRequest), thread: 'pr-34', start: 'either' },
]);

describeRows('where a mention asks', mention, [
  { when: 'an issue that names it begins a thread', event: opened('@codex add up'), thread: 'issue-12', start: 'new' },
  { when: 'an issue that does not is none', event: opened(), because: 'the text in #12 does not name @codex' },
  {
    when: 'a comment that names it asks in any issue',
    event: comment('@codex go'),
    thread: 'issue-12',
    start: 'either',
  },
  { when: 'a comment that does not is for others', event: comment(), because: 'the text in #12 does not name @codex' },
  {
    when: 'a quote of it is none',
    event: comment('> @codex go\n\nYes'),
    because: 'the text in #12 does not name @codex',
  },
  { when: 'a review that names it asks', event: reviewed('@codex look'), thread: 'pr-34', start: 'either' },
  {
    when: 'a review that does not may have comments that do',
    event: reviewed('Nice'),
    thread: 'pr-34',
    start: 'either',
    review: 'do-its-comments-ask',
  },
  {
    when: 'a comment on code that does not is for others',
    event: onCode(),
    because: 'the text in #34 does not name @codex',
  },
  {
    when: 'an assignment asks for nothing',
    event: assigned('codex-bot'),
    because: 'an assignment asks only where the trigger is "assignee"',
  },
]);

describeRows('where a label asks', label, [
  { when: 'it asks each time it is put on', event: labelled('codex'), thread: 'issue-12', start: 'either' },
  { when: 'it asks in whatever case it was made', event: labelled('Codex'), thread: 'issue-12', start: 'either' },
  { when: 'another label does not', event: labelled('bug'), because: 'the label "bug" is not the worker\'s' },
  {
    when: 'an opened issue does not',
    event: opened(),
    because: 'only the label "codex" asks, and the words of /codex',
  },
  { when: 'a comment does not', event: comment(), because: 'only the label "codex" asks, and the words of /codex' },
]);

describeRows('where an assignee asks', assignee, [
  {
    when: 'the assignment asks, in any case of letters',
    event: assigned('Codex-Bot'),
    thread: 'issue-12',
    start: 'either',
  },
  {
    when: 'the assignment of somebody else does not',
    event: assigned('bob'),
    because: '#12 was assigned to bob, not to codex-bot',
  },
  {
    when: 'a label does not',
    event: labelled('codex'),
    because: 'only an assignment to codex-bot asks, and the words of /codex',
  },
  {
    when: 'a comment does not',
    event: comment(),
    because: 'only an assignment to codex-bot asks, and the words of /codex',
  },
  { when: 'a steering word does', event: comment('/codex stop'), thread: 'issue-12', start: 'either' },
]);

test('a label that a mention must come with asks only for a text that has one', () => {
  const rules: RouteRules = { ...withLabel, trigger: { kind: 'mention', mention: '@codex' } };
  expect(route(labelled('codex'), rules).kind).toBe('ignore');
  expect(route(labelled('codex', '@codex add up'), rules).kind).toBe('candidate');
});

test('the steering word of a text comes with it', () => {
  expect(route(comment('/codex stop'), all)).toMatchObject({ command: { kind: 'stop' } });
  expect(route(comment('Go on'), all)).toMatchObject({ command: undefined });
});

import { expect, test } from 'vitest';
import { person } from '../testing/index.ts';
import type { IssueFacts } from './event.ts';
import { type PullRequestHead, routePullRequest } from './pull-request.ts';
import type { ThreadFilter } from './thread-filter.ts';

const filter: ThreadFilter = { issueLabel: undefined, titlePrefix: undefined, issueTypes: [], branchPrefix: 'codex/' };
const withLabel: ThreadFilter = { ...filter, issueLabel: 'codex' };
const pullRequest: IssueFacts = {
  number: 34,
  isPullRequest: true,
  title: 'Add up',
  labels: ['bug'],
  type: undefined,
  locked: false,
  isMarked: false,
  signs: 0,
  author: person('alice'),
};
const head: PullRequestHead = {
  number: 34,
  headRef: 'codex/issue-12/add-up',
  headSha: 'a'.repeat(40),
  baseRef: 'main',
  headRepository: 'octo-org/demo',
  pushedAt: '2026-02-28T10:00:00Z',
};
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
  { when: "a fork's branch is named like ours", head: fork, facts: pullRequest, gives: 'fork' },
  {
    when: 'its label has another case',
    head: { ...head, headRef: 'feature' },
    facts: { ...pullRequest, labels: ['Codex'] },
    gives: 'serve',
  },
  { when: 'a fork is labelled', head: fork, facts: marked, gives: 'fork' },
  { when: 'a run by hand names a fork', head: fork, facts: undefined, gives: 'fork' },
  {
    when: 'a deleted fork is labelled',
    head: { ...head, headRepository: undefined },
    facts: marked,
    gives: 'fork',
  },
  {
    when: 'what was applied to a fork has a branch',
    head: { ...head, headRef: 'codex/pr-34/add-up-0a1b2c3' },
    facts: pullRequest,
    gives: 'serve',
  },
] as const)('$when → $gives', ({ head: of, facts, gives }) => {
  const asking = { issue: facts, addressed: false, byMention: false };
  expect(routePullRequest(of, asking, 'octo-org/demo', withLabel).kind).toBe(gives);
});

test('where only the mention asks, it asks in any pull request, and a fork stays one', () => {
  const asking = { issue: pullRequest, addressed: true, byMention: true };
  expect(routePullRequest({ ...head, headRef: 'feature' }, asking, 'octo-org/demo', filter).kind).toBe('serve');
  expect(routePullRequest(fork, asking, 'octo-org/demo', filter).kind).toBe('fork');
});

test.each([
  { when: 'the label says so', asking: { issue: marked, addressed: false, byMention: false }, meant: true },
  { when: 'a run by hand names it', asking: { issue: undefined, addressed: false, byMention: false }, meant: true },
  { when: 'the text says so', asking: { issue: pullRequest, addressed: true, byMention: false }, meant: true },
  { when: 'nothing says so', asking: { issue: pullRequest, addressed: false, byMention: false }, meant: false },
])("a fork is meant to be the worker's: $meant when $when", ({ asking, meant }) => {
  expect(routePullRequest(fork, asking, 'octo-org/demo', withLabel)).toMatchObject({ kind: 'fork', meant });
});

test('the reasons name the branch and the fork', () => {
  const reasons = [
    routePullRequest(
      { ...head, headRef: 'feature' },
      { issue: pullRequest, addressed: false, byMention: false },
      'octo-org/demo',
      filter,
    ),
    routePullRequest(fork, { issue: marked, addressed: false, byMention: false }, 'octo-org/demo', withLabel),
    routePullRequest(
      { ...head, headRepository: undefined },
      { issue: marked, addressed: false, byMention: false },
      'octo-org/demo',
      withLabel,
    ),
  ].map((routed) => (routed.kind === 'serve' ? '' : routed.reason));
  expect(reasons).toEqual([
    '#34 was not made by the worker: its branch "feature" does not begin with "codex/"',
    '#34 comes from mallory/demo, and the worker does not run on forks',
    '#34 comes from a deleted fork, and the worker does not run on forks',
  ]);
});

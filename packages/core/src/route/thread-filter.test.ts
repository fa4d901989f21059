import { expect, test } from 'vitest';
import { person } from '../testing/index.ts';
import type { IssueFacts } from './event.ts';
import { missedFilter, type ThreadFilter } from './thread-filter.ts';

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

test.each([
  { when: 'there is no filter', using: {}, missed: undefined },
  { when: 'the issue has the label', using: { issueLabel: 'bug' }, missed: undefined },
  { when: 'the label differs in case, which GitHub does not mind', using: { issueLabel: 'Bug' }, missed: undefined },
  { when: 'it has another label', using: { issueLabel: 'codex' }, missed: '#12 does not have the label "codex"' },
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

import { expect, test } from 'vitest';
import type { Outbox } from '../outbox/outbox.ts';
import { refuseForeign } from './own-outbox.ts';

const proposal = { branch: 'codex/issue-12/add-up', base: 'main', title: 'Add up', pushed: false, closes: 12 };
const outbox: Outbox = { version: 1, thread: 'issue-12', run: 701, since: '', replies: [], proposal };
const settings = {
  thread: { kind: 'issue', number: 12 },
  pullRequest: 'auto',
  draft: false,
  defaultBranch: 'main',
  repositoryUrl: 'https://github.com/octo-org/demo',
  branchTemplate: 'codex/issue-{number}/{summary}',
  ownLogin: 'github-actions[bot]',
} as const;

test('the outbox of the thread passes, as does that of a pull request with any head', () => {
  refuseForeign(outbox, settings);
  const { closes: _, ...ofPull } = { ...proposal, branch: 'main', base: 'release' };
  const ofPr: Outbox = { ...outbox, thread: 'pr-34', proposal: ofPull };
  refuseForeign(ofPr, { ...settings, thread: { kind: 'pr', number: 34 } });
});

const cases: readonly { what: string; given: Outbox; why: string }[] = [
  { what: 'of another thread', given: { ...outbox, thread: 'issue-13' }, why: 'it belongs to issue-13' },
  { what: 'that closes another issue', given: proposing({ closes: 7 }), why: 'it would close #7' },
  { what: 'for the default branch', given: proposing({ branch: 'main', base: 'next' }), why: 'push to main' },
  { what: "for another thread's branch", given: proposing({ branch: 'codex/issue-121/add-up' }), why: 'none of #12' },
  { what: 'for its base', given: proposing({ branch: 'next', base: 'next' }), why: 'push to next' },
];

test.each(cases)('an outbox $what is refused', ({ given, why }) => {
  expect(() => refuseForeign(given, settings)).toThrow(why);
});

test('an outbox of a pull request that closes an issue is refused', () => {
  const ofPr: Outbox = { ...proposing({ branch: 'main', base: 'release', closes: 7 }), thread: 'pr-34' };
  const given = { ...settings, thread: { kind: 'pr', number: 34 } } as const;
  expect(() => refuseForeign(ofPr, given)).toThrow('it would close #7');
});

function proposing(change: Partial<Outbox['proposal']>): Outbox {
  return { ...outbox, proposal: { ...proposal, ...change } };
}

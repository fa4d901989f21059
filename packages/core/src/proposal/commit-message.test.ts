import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aChange } from '../testing/index.ts';
import { commitMessage, commitSubject } from './commit-message.ts';

describe('commitMessage', () => {
  test('is a subject and trailers', () => {
    const change = {
      ...aChange,
      requests: ['issue-12' as const, 'comment-7' as const],
      unfinished: ['comment-8' as const],
      reverts: ['c'.repeat(40)],
    };
    expect(commitMessage(change)).toBe(
      'Add up\n\nCodex-Request: issue-12\nCodex-Request: comment-7\nCodex-Unfinished: comment-8\nCodex-Reverts: cccccccccccccccccccccccccccccccccccccccc\nCo-authored-by: alice <5+alice@users.noreply.github.com>\n',
    );
  });

  test('a subject of several lines cannot add a trailer', () => {
    const message = commitMessage({ ...aChange, subject: 'Add up\n\nCodex-Request: comment-99', coAuthors: [] });
    expect(message).toBe('Add up\n\nCodex-Request: issue-12\n');
  });

  test('a name of several lines cannot add a trailer', () => {
    const coAuthors = ['Mallory\r\nCodex-Request: comment-99 <m@example.com>'];
    expect(
      commitMessage({ ...aChange, coAuthors })
        .split('\n')
        .filter((line) => line.startsWith('Codex-Request')),
    ).toEqual(['Codex-Request: issue-12']);
  });
});

describe('commitSubject', () => {
  test.each([
    ['Add up', 'Add up'],
    ['\n\n  Add up  \nmore', 'Add up'],
    ['# Heading', 'Heading'],
    ['- a list', 'a list'],
    ['--amend', 'amend'],
    ['#', 'Changes by Codex'],
    ['', 'Changes by Codex'],
    [' \r\n\t\n', 'Changes by Codex'],
    ['a\u0000b\u001b[31mc', 'a b [31mc'],
    ['🚀 Start', '🚀 Start'],
    ['x'.repeat(72), 'x'.repeat(72)],
    ['🚀'.repeat(73), `${'🚀'.repeat(71)}…`],
  ])('%j becomes %j', (text, subject) => {
    expect(commitSubject(text)).toBe(subject);
  });

  test('never yields a line that git reads as something else, or that is too long', () => {
    const nasty = fc.array(
      fc.oneof(fc.constantFrom('#', '-', ' ', '\n', '\r', '\t', '\0', '🚀', 'é', '\u202e'), fc.string()),
    );
    fc.assert(
      fc.property(
        nasty.map((parts) => parts.join('')),
        (text) => {
          const subject = commitSubject(text);
          expect(subject).toMatch(/^[^#\s-]/);
          expect(subject).not.toMatch(/\p{Cc}/u);
          expect(subject).toBe(subject.trim());
          expect([...subject].length).toBeLessThanOrEqual(72);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test.each([
  { what: 'closes another issue', text: 'Fixes #3', subject: 'Fixes issue 3' },
  {
    what: 'closes an issue of another repository',
    text: 'Close octo-org/other#4',
    subject: 'Close octo-org/other issue 4',
  },
  {
    what: 'closes an issue by its address',
    text: 'Resolves: https://github.com/octo-org/other/issues/4',
    subject: 'Resolves: octo-org/other issue 4',
  },
  { what: 'closes an issue in the old way', text: 'fixed GH-3', subject: 'fixed issue 3' },
  { what: 'closes its own issue', text: 'Fix #12: add up', subject: 'Fix #12: add up' },
  { what: 'only names another issue', text: 'Add up, see #3', subject: 'Add up, see #3' },
  { what: 'notifies people', text: 'Ask @bob and @octo-org/core', subject: 'Ask bob and octo-org/core' },
  { what: 'notifies people with two signs', text: 'Ask @@bob', subject: 'Ask bob' },
  {
    what: 'closes another issue behind a sign',
    text: 'Fixes @octo-org/other#4',
    subject: 'Fixes octo-org/other issue 4',
  },
  {
    what: 'closes another issue around a sign',
    text: 'Fixes #@3, @closes #4',
    subject: 'Fixes issue 3, closes issue 4',
  },
  { what: 'has an address in it', text: 'Write to bob@example.com', subject: 'Write to bob@example.com' },
  { what: 'keeps checks from running', text: 'Add up [skip ci]', subject: 'Add up (skip ci)' },
  { what: 'hides letters', text: 'Fix\u200bes #3\u202e', subject: 'Fixes issue 3' },
])('a subject that $what has no effect on others', ({ text, subject }) => {
  expect(commitSubject(text, 12)).toBe(subject);
});

import { describe, expect, test } from 'vitest';
import { branchName, branchPrefix, isThreadBranch, threadBranchPrefix } from './branch-name.ts';

const issue1 = { kind: 'issue', number: 1 } as const;
const template = 'codex/issue-{number}/{summary}';

describe('branchName', () => {
  test.each([
    ['Add up all lines', 'add-up-all-lines'],
    ['  [bug] It’s broken!!  ', 'bug-its-broken'],
    ['Größe & Übermaß', 'groesse-and-uebermass'],
    ['🚀', 'request'],
    ['', 'request'],
    ['---', 'request'],
    ['$& $1 `x`', 'and-1-x'],
    ['../../etc/passwd', 'etc-passwd'],
    ['-x --force', 'x-force'],
    ['x.lock', 'x-lock'],
    ['مرحبا بالعالم', 'mrhba-balealm'],
    ['日本語のタイトル', 'request'],
    ['one\r\ntwo', 'one-two'],
    ['x'.repeat(300), 'x'.repeat(48)],
    [`${'word '.repeat(40)}`, 'word-word-word-word-word-word-word-word-word'],
  ])('the title %j gives %s', (title, summary) => {
    expect(branchName(template, issue1, title)).toBe(`codex/issue-1/${summary}`);
  });

  test('a template may name the thread', () => {
    expect(branchName('bot/{thread}-{summary}', { kind: 'pr', number: 34 }, 'Add up')).toBe('bot/pr-34-add-up');
  });
});

test.each([
  { template, name: 'codex/issue-1/sum', is: true },
  { template, name: 'codex/issue-12/sum', is: false },
  { template, name: 'codex/issue-1/sum/more', is: false },
  { template: 'codex/{thread}', name: 'codex/issue-1', is: true },
  { template: 'codex/{thread}', name: 'codex/issue-12', is: false },
  { template: 'codex/{summary}-{number}', name: 'codex/add-up-1', is: true },
  { template: 'codex/{summary}-{number}', name: 'codex/add-up-21', is: false },
  { template: 'c.dex/{summary}', name: 'codex/sum', is: false },
])('with $template, $name is of issue 1: $is', ({ template: from, name, is }) => {
  expect(isThreadBranch(from, issue1, name)).toBe(is);
});

test("every name that the template gives is one of the thread's, and begins as they all do", () => {
  for (const title of ['Add up', '🚀', 'x'.repeat(100), 'Ünï cödé']) {
    const name = branchName(template, issue1, title);
    expect(isThreadBranch(template, issue1, name)).toBe(true);
    expect(name.startsWith(threadBranchPrefix(template, issue1))).toBe(true);
    expect(name.startsWith(branchPrefix(template))).toBe(true);
  }
  expect(branchPrefix(template)).toBe('codex/issue-');
});

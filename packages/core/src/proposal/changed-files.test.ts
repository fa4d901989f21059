import { expect, test } from 'vitest';
import { changedFiles } from './changed-files.ts';

const section = (name: string, header: string, body = '') => `diff --git a/${name} b/${name}\n${header}${body}`;
const sides = (from: string, to = from) => `--- a/${from}\n+++ b/${to}\n`;

test('lines that come and go are counted, and what only looks like a header is a line', () => {
  const hunk = '@@ -1,3 +1,3 @@\n a\n--- x\n+++ b/other\n@@ -9 +9,2 @@\n-b\n+c\n+diff --git a/y b/y\n';
  const patch = `${section('sum.js', `index 1..2 100644\n${sides('sum.js')}`, hunk)}${section('b', sides('b'), '@@ -0,0 +1 @@\n+x\n')}`;
  expect(changedFiles(patch)).toEqual([
    { path: 'sum.js', kind: 'changed', lines: { added: 3, removed: 2 } },
    { path: 'b', kind: 'changed', lines: { added: 1, removed: 0 } },
  ]);
});

test.each([
  {
    what: 'a new file',
    patch: section('a b', 'new file mode 100644\n--- /dev/null\n+++ b/a b\t\n', '@@ -0,0 +1 @@\n+x\n'),
    file: { path: 'a b', kind: 'added', lines: { added: 1, removed: 0 } },
  },
  {
    what: 'a new file without a line',
    patch: section('empty', 'new file mode 100644\nindex 000..e69\n'),
    file: { path: 'empty', kind: 'added', lines: { added: 0, removed: 0 } },
  },
  {
    what: 'a file that goes',
    patch: section('a', 'deleted file mode 100644\n--- a/a\n+++ /dev/null\n', '@@ -1 +0,0 @@\n-x\n'),
    file: { path: 'a', kind: 'deleted', lines: { added: 0, removed: 1 } },
  },
  {
    what: 'a file with another name',
    patch: 'diff --git a/a b/b\nsimilarity index 100%\nrename from a\nrename to b\n',
    file: { path: 'b', kind: 'renamed', from: 'a', lines: { added: 0, removed: 0 } },
  },
  {
    what: 'a picture',
    patch: section('p.png', 'index 1..2 100644\nGIT binary patch\nliteral 3\nKcmZ\n\n'),
    file: { path: 'p.png', kind: 'changed' },
  },
  {
    what: 'another mode',
    patch: section('run.sh', 'old mode 100644\nnew mode 100755\n'),
    file: { path: 'run.sh', kind: 'changed', lines: { added: 0, removed: 0 } },
  },
  {
    what: 'a name with letters beyond ASCII, quotes and a line end',
    patch:
      'diff --git "a/\\303\\274 \\"x\\"\\n" "b/\\303\\274 \\"x\\"\\n"\n--- "a/\\303\\274 \\"x\\"\\n"\n+++ "b/\\303\\274 \\"x\\"\\n"\n@@ -1 +1 @@\n-a\n+b\n',
    file: { path: 'ü "x"n', kind: 'changed', lines: { added: 1, removed: 1 } },
  },
])('$what', ({ patch, file }) => {
  expect(changedFiles(patch)).toEqual([file]);
});

test('a line ends where git ends it', () => {
  const lines = '+b\u2028diff --git a/y b/y\n+c\u2028@@ -1 +1 @@\n+d\r-e\r+f\n';
  const patch = section('a', sides('a'), `@@ -1 +1,4 @@\n a\n${lines}`);
  expect(changedFiles(patch)).toEqual([{ path: 'a', kind: 'changed', lines: { added: 3, removed: 0 } }]);
});

test('what is no patch has no files', () => {
  expect(changedFiles('')).toEqual([]);
  expect(changedFiles('Done.\n')).toEqual([]);
});

test('other ends of lines than those of git are part of a line', () => {
  const hunk = '@@ -0,0 +1 @@\n+a\u2028+b\rdiff --git a/y b/y\r@@ -1 +1 @@\u2028-c\n';
  expect(changedFiles(section('x', sides('x'), hunk))).toEqual([
    { path: 'x', kind: 'changed', lines: { added: 1, removed: 0 } },
  ]);
});

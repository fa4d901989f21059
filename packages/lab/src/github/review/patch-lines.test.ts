import { expect, test } from 'vitest';
import { carried, hunkUpTo, lineAt } from './patch-lines.ts';

const patch = `@@ -1,3 +1,4 @@
 one
-two
+zwei
+more
 three
@@ -20,2 +21,1 @@ context
 twenty
-last
\\ No newline at end of file`;

test('a line is found on its side, and further hunk headers count in its position', () => {
  expect(lineAt(patch, 'RIGHT', 2)).toEqual({ position: 3, hunk: 0, left: undefined, right: 2 });
  expect(lineAt(patch, 'LEFT', 2)).toEqual({ position: 2, hunk: 0, left: 2, right: undefined });
  expect(lineAt(patch, 'LEFT', 21)).toEqual({ position: 8, hunk: 6, left: 21, right: undefined });
});

test('a line that the patch does not show is not found', () => {
  expect(lineAt(patch, 'RIGHT', 10)).toBeUndefined();
});

test('the hunk ends with the line', () => {
  const line = lineAt(patch, 'RIGHT', 2);
  expect(line && hunkUpTo(patch, line)).toBe('@@ -1,3 +1,4 @@\n one\n-two\n+zwei');
  const later = lineAt(patch, 'LEFT', 21);
  expect(later && hunkUpTo(patch, later)).toBe('@@ -20,2 +21,1 @@ context\n twenty\n-last');
});

for (const { when, line, now } of [
  { when: 'context above a change', line: 1, now: 1 },
  { when: 'a changed line', line: 2, now: undefined },
  { when: 'context below a change', line: 3, now: 4 },
  { when: 'a line between hunks', line: 10, now: 11 },
  { when: 'a line below all hunks', line: 30, now: 30 },
])
  test(`${when} is carried to ${now ?? 'nowhere'}`, () => {
    expect(carried(patch, line)).toBe(now);
  });

test('a line above lines that are only added keeps its number, and one below moves', () => {
  const added = '@@ -5,0 +6,2 @@\n+new\n+newer';
  expect([carried(added, 4), carried(added, 9)]).toEqual([4, 11]);
});

import { redactor } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { cleanerOf } from './clean-text.ts';
import { fileDiff } from './file-diff.ts';

const clean = cleanerOf(redactor([]));
const body = Array.from({ length: 3 }, (_, at) => `BODY${at}${'abcd'.repeat(14)}`);
const key = ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----'];
const update = (lines: readonly string[]) =>
  ({ kind: 'update', text: `@@ -1,9 +1,9 @@\n${lines.join('\n')}\n` }) as const;

test.each([
  { what: 'added', change: { kind: 'add', text: `${key.join('\n')}\nend\n` }, lines: 6 },
  { what: 'deleted', change: { kind: 'delete', text: `${key.join('\n')}\nend\n` }, lines: 6 },
  { what: 'taken away', change: update([...key.map((line) => `-${line}`), ' end']), lines: 7 },
  { what: 'put in', change: update([...key.map((line) => `+${line}`), ' end']), lines: 7 },
  { what: 'changed', change: update([' a', ...key.flatMap((line) => [`-${line}`, `+${line}`]), ' end']), lines: 13 },
  {
    what: 'changed in part',
    change: update([` ${key[0]}`, ...key.slice(1).map((line) => ` ${line}`), '+end']),
    lines: 7,
  },
] as const)('a private key that was $what is not shown, and each line stays one', ({ change, lines }) => {
  const diff = fileDiff({ path: 'key.pem', movedTo: undefined, ...change }, undefined, clean);
  expect(JSON.stringify(diff)).not.toContain('BODY');
  expect(diff.lines).toHaveLength(lines);
  expect(diff.lines.at(-1)?.text).toBe('end');
});

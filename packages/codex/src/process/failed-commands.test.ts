import { expect, test } from 'vitest';
import { failedCommands } from './failed-commands.ts';

const ended = (command: string, exitCode: number | undefined, output = '') =>
  ({ kind: 'command-ended', command, exitCode, output }) as const;

test('only commands that ended badly count, as their model wrote them', () => {
  const failed = failedCommands();
  failed.see({ kind: 'command-started', command: 'npm test' });
  for (const [command, code] of [
    ['ls', 0],
    ["/bin/bash -lc 'npm test'", 1],
    ['sleep 9', undefined],
  ] as const)
    failed.see(ended(command, code, 'out'));
  expect(failed.seen()).toEqual({ count: 1, last: [{ command: 'npm test', exitCode: 1, output: 'out' }] });
});

test('where none failed, there is nothing to tell', () => {
  expect(failedCommands().seen()).toBeUndefined();
});

test('of many, the last are kept, with the end of what they wrote', () => {
  const failed = failedCommands();
  for (let at = 1; at <= 12; at += 1) failed.see(ended(`c${at}`, at, `${'x'.repeat(1_000_000)}${at}`));
  const seen = failed.seen();
  expect(seen?.count).toBe(12);
  expect(seen?.last.map(({ command }) => command)).toEqual(['c8', 'c9', 'c10', 'c11', 'c12']);
  expect(seen?.last.every(({ exitCode, output }) => output.length === 16_000 && output.endsWith(`x${exitCode}`))).toBe(
    true,
  );
});

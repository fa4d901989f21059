import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from './project-files.ts';

/** What a command says of a line that is mistyped, and how it ends. */
function mistyped(script: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(projectRoot, script), ...args], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

// Not scripts/check.ts: where it does not see the mistake, it runs all tests.
const scripts = [
  'bench/main.ts',
  'packages/lab/src/redteam/main.ts',
  'packages/lab/src/soak/main.ts',
  'scripts/build.ts',
  'scripts/generate.ts',
];

test.concurrent.each(scripts)('%s does nothing where an option is mistyped, and says which in one line', (script) => {
  expect(mistyped(script, '--chekc')).toEqual({ status: 2, stdout: '', stderr: "Unknown option '--chekc'\n" });
});

test.each([
  { args: ['--only', 'turns'], says: '--only is "turns". Give one of start-up, turn, api-calls,' },
  { args: ['--rounds', 'many'], says: '--rounds is "many". Give a whole number from 1.\n' },
])('bench measures nothing with $args', ({ args, says }) => {
  expect(mistyped('bench/main.ts', ...args)).toEqual({ status: 2, stdout: '', stderr: expect.stringContaining(says) });
});

import { expect, test } from 'vitest';
import { openScene, outputOf, sceneKey } from './scene.ts';

const token = `ghp_${'aB3'.repeat(12)}`;

test('a key that a turn got hold of is in no reply, no output, no log and no pushed file', async () => {
  await using scene = await openScene();
  const issue = await scene.begin(
    'Leak',
    `shell echo '${sceneKey} ${token}'\nwrite leak.env: KEY=${sceneKey}\nwrite fine.txt: 1`,
  );
  const reply = await scene.lastReply(issue);
  expect(reply).toMatch(/You asked: .*shell echo '\[redacted\] \[redacted\]'/s);
  expect(reply).toMatch(/Left out of the change, because they hold a secret of this run:\*\* `leak\.env`/);
  const { branch } = await scene.pullOf(issue);
  expect(await scene.filesOf(branch)).toContain('fine.txt');
  expect(await scene.filesOf(branch)).not.toContain('leak.env');
  const run = scene.lastRun();
  for (const text of [reply, outputOf(run, 'final-message'), run.log]) {
    expect(text).not.toContain(sceneKey);
    expect(text).not.toContain(token);
  }
});

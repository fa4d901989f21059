import { expect, test } from 'vitest';
import { answersIn, jobOf, openScene, outputOf, type Scene, until } from './scene.ts';

async function cancel(scene: Scene, id: number): Promise<void> {
  await scene.as('owner').rest.actions.cancelWorkflowRun({ ...scene.place, run_id: id });
}

test.concurrent('a run that is cancelled while Codex works says so once, keeps the session, and can be gone on with', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Stop me', 'hello');
  await scene.idle();
  const session = outputOf(scene.lastRun(), 'session-id');
  const comment = await scene.comments('owner', issue, 'work long\nwrite half.txt: done\nwait 60000');
  // The file is written by the time that the model is asked what to do next.
  await until(() => scene.model.requests.some(({ request }) => request?.toolOutputs === 1));
  await cancel(scene, scene.lastRun().id);
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('cancelled');
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} answered`, `comment-${comment} cancelled`]);
  expect(await scene.lastReply(issue)).toMatch(/^\*\*Cancelled\.\*\*.*The session up to then is kept/);
  await scene.comments('owner', issue, 'go on');
  await scene.idle();
  expect(await scene.lastReply(issue)).toContain('You asked: go on');
  // What the cancelled turn had changed is on the branch: the next answer proposes it.
  expect(await scene.lastReply(issue)).toMatch(/→ Pull request #\d+/);
  expect(await scene.filesOf((await scene.pullOf(issue)).branch)).toContain('half.txt');
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
  expect(answersIn(await scene.replies(issue)).filter((answer) => answer.includes(String(comment)))).toHaveLength(1);
});

test.concurrent('a run that is cancelled while it waits leaves its request to the next one', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Busy', 'wait 1500');
  await scene.askedFor('Busy');
  const waiting = await scene.comments('owner', issue, 'I wait');
  await until(() => jobOf(scene.lastRun(), 'route')?.status === 'completed');
  const run = scene.lastRun();
  await cancel(scene, run.id);
  await scene.idle();
  expect(run.conclusion).toBe('cancelled');
  expect(answersIn(await scene.replies(issue)).filter((answer) => answer.startsWith(`comment-${waiting} `))).toEqual([
    `comment-${waiting} postponed`,
    `comment-${waiting} answered`,
  ]);
});

test.concurrent('a turn that takes too long is ended with the name of the limit, and can be gone on with', async () => {
  await using hasty = await openScene({ with: { 'timeout-minutes': 0.1 } });
  const issue = await hasty.opens('owner', 'Slow', 'write half.txt: half\nwait 60000');
  await hasty.idle();
  expect(await hasty.lastReply(issue)).toContain('it worked for 0.1 minutes, and `timeout-minutes` allows no more');
  expect(hasty.lastRun().conclusion).toBe('failure');
  expect(await hasty.replies(issue)).toHaveLength(1);
  const session = outputOf(hasty.lastRun(), 'session-id');
  await hasty.comments('owner', issue, 'go on\nwrite rest.txt: rest');
  await hasty.idle();
  expect(await hasty.lastReply(issue)).toContain('You asked: go on');
  expect(outputOf(hasty.lastRun(), 'session-id')).toBe(session);
  expect(await hasty.filesOf((await hasty.pullOf(issue)).branch)).toEqual(
    expect.arrayContaining(['half.txt', 'rest.txt']),
  );
});

test.concurrent('a turn without a sign of life is ended with the name of that limit', async () => {
  await using hasty = await openScene({ with: { 'idle-timeout-minutes': 0.03 } });
  const issue = await hasty.opens('owner', 'Silent', 'hang');
  await hasty.idle();
  expect(await hasty.lastReply(issue)).toContain('no sign of life for 0.03 minutes (`idle-timeout-minutes`)');
  expect(hasty.lastRun().conclusion).toBe('failure');
  expect(await hasty.replies(issue)).toHaveLength(1);
});

test.concurrent('a job that runs out of time says that it timed out, not that somebody cancelled it', async () => {
  await using short = await openScene({ with: { 'job-timeout-minutes': 0.05 } });
  const issue = await short.opens('owner', 'Endless', 'wait 60000');
  await short.idle();
  expect(await short.replies(issue)).toHaveLength(1);
  expect(await short.lastReply(issue)).toMatch(
    /^\*\*Timed out\.\*\* .* took more than 0\.05 minutes \(`job-timeout-minutes`\)/,
  );
});

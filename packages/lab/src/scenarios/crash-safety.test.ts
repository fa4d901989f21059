import { expect, test } from 'vitest';
import { answersIn, errorsOf, openScene, outputOf, type Scene } from './scene.ts';

/** Makes GitHub answer a kind of call with an error; `after` lets it take effect first. */
function fail(scene: Scene, method: string, path: RegExp, times = 100, when: 'before' | 'after' = 'before'): void {
  const effect = { kind: 'answer', status: 500, headers: {}, body: { message: 'Server Error' } } as const;
  scene.lab.github.faults.add({ method, path, times, effect, when });
}

const answersTo = async (scene: Scene, number: number, request: string): Promise<readonly string[]> =>
  answersIn(await scene.replies(number)).filter((answer) => answer.startsWith(`${request} `));

test.concurrent('a pull request that cannot be opened is opened by the next run, with the answer, and once', async () => {
  await using scene = await openScene();
  fail(scene, 'POST', /\/pulls$/);
  const issue = await scene.begin('No pull', 'write a.txt: 1');
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(await answersTo(scene, issue, `issue-${issue}`)).toEqual([`issue-${issue} postponed`]);
  expect(await scene.lastReply(issue)).toMatch(/could not be published.*The answer is kept/s);
  scene.lab.github.faults.clear();
  const comment = await scene.comments('owner', issue, 'and now?');
  await scene.idle();
  expect(await answersTo(scene, issue, `issue-${issue}`)).toEqual([
    `issue-${issue} postponed`,
    `issue-${issue} answered`,
  ]);
  expect(await answersTo(scene, issue, `comment-${comment}`)).toEqual([`comment-${comment} answered`]);
  const { data: pulls } = await scene.as('owner').rest.pulls.list({ ...scene.place, state: 'all' });
  expect(pulls.filter(({ head }) => head.ref.startsWith(`codex/issue-${issue}/`))).toHaveLength(1);
});

test.concurrent('re-running the failed jobs publishes without asking Codex again', async () => {
  await using scene = await openScene();
  fail(scene, 'POST', /\/comments$/);
  const issue = await scene.begin('No comment', 'write b.txt: 1');
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(await scene.replies(issue)).toEqual([]);
  scene.lab.github.faults.clear();
  const asked = scene.model.requests.length;
  await scene.as('owner').rest.actions.reRunWorkflowFailedJobs({ ...scene.place, run_id: scene.lastRun().id });
  await scene.idle();
  expect(scene.lastRun()).toMatchObject({ attempt: 2, conclusion: 'success' });
  expect(scene.model.requests).toHaveLength(asked);
  expect(await answersTo(scene, issue, `issue-${issue}`)).toEqual([`issue-${issue} answered`]);
  expect(await scene.lastReply(issue)).toContain(`→ Pull request #${(await scene.pullOf(issue)).number}`);
});

test.concurrent('replies that could not be posted are posted by the next run, before its own', async () => {
  await using scene = await openScene();
  fail(scene, 'POST', /\/comments$/);
  const issue = await scene.begin('Mute', 'hello');
  const session = outputOf(scene.lastRun(), 'session-id');
  expect(await scene.replies(issue)).toEqual([]);
  scene.lab.github.faults.clear();
  const comment = await scene.comments('owner', issue, 'and now?');
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} answered`, `comment-${comment} answered`]);
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
});

test.concurrent('an answer of GitHub that got lost posts nothing twice', async () => {
  await using scene = await openScene();
  fail(scene, 'POST', /\/issues\/\d+\/comments$/, 1, 'after');
  fail(scene, 'POST', /\/pulls$/, 1, 'after');
  const issue = await scene.begin('Lost answers', 'write c.txt: 1');
  expect(scene.lastRun().conclusion).toBe('success');
  expect(await answersTo(scene, issue, `issue-${issue}`)).toEqual([`issue-${issue} answered`]);
  const { data: pulls } = await scene.as('owner').rest.pulls.list({ ...scene.place, state: 'all' });
  expect(pulls.filter(({ head }) => head.ref.startsWith(`codex/issue-${issue}/`))).toHaveLength(1);
});

test.concurrent('artifacts that cannot be listed fail the run with the reason, and the next comment goes on', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('No list', 'hello');
  const session = outputOf(scene.lastRun(), 'session-id');
  fail(scene, 'GET', /\/actions\/artifacts\?/);
  const first = await scene.comments('owner', issue, 'one');
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(await scene.lastReply(issue)).toContain('GitHub did not answer GET');
  scene.lab.github.faults.clear();
  const second = await scene.comments('owner', issue, 'two');
  await scene.idle();
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
  // The request of the run that failed is not forgotten.
  expect(answersIn(await scene.replies(issue)).slice(-2)).toEqual([
    `comment-${first} answered`,
    `comment-${second} answered`,
  ]);
});

test.concurrent('a comment that could not even be routed is answered with the next one', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('No route', 'hello');
  fail(scene, 'GET', /\/collaborators\/.*\/permission$/);
  const lost = await scene.comments('owner', issue, 'one');
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(errorsOf(scene.lastRun())).toContain('GitHub did not answer GET');
  scene.lab.github.faults.clear();
  const next = await scene.comments('owner', issue, 'two');
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([
    `issue-${issue} answered`,
    `comment-${lost} answered`,
    `comment-${next} answered`,
  ]);
});

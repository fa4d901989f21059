import { expect, test } from 'vitest';
import { breaks, cancels, losesMachine, mends, runAt } from './from-outside.ts';
import { answersIn, openScene, outputOf, type Scene, until } from './scene.ts';

/** The one thing that was said so far. */
async function onlyReply(scene: Scene, issue: number): Promise<string> {
  const replies = await scene.replies(issue);
  expect(replies).toHaveLength(1);
  return replies[0]?.body ?? '';
}

/** Comments, and finds the request of the stopped run answered before the comment, once. */
async function goesOn(scene: Scene, issue: number): Promise<void> {
  const comment = await scene.comments('owner', issue, 'go on');
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([
    `issue-${issue} postponed`,
    `issue-${issue} answered`,
    `comment-${comment} answered`,
  ]);
  expect(scene.lastRun().conclusion).toBe('success');
}

const slowPullRequest = { method: 'POST', path: '/pulls$', delayMs: 4000 };

test.concurrent('a run that is cancelled before Codex began says so, and its request stays open', async () => {
  await using scene = await openScene();
  await breaks(scene, { method: 'GET', path: '/issues/\\d+', delayMs: 4000 });
  const issue = await scene.opens('owner', 'Early', 'hello');
  await cancels(scene, await runAt(scene, 'session-restore'));
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('cancelled');
  expect(await onlyReply(scene, issue)).toMatch(
    /^\*\*Cancelled before Codex began\.\*\* .* Nothing was run for this request, and it stays open: the next comment here/,
  );
  expect(scene.model.requests).toEqual([]);
  await goesOn(scene, issue);
});

test.concurrent('a run that is cancelled once Codex has answered publishes the answer, and says nothing else', async () => {
  await using scene = await openScene();
  await breaks(scene, { path: 'CreateArtifact', delayMs: 3000 });
  const issue = await scene.opens('owner', 'Late', 'write a.txt: 1');
  await cancels(scene, await runAt(scene, 'session-persist'));
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('cancelled');
  expect(await onlyReply(scene, issue)).toContain('You asked: Late');
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} answered`]);
  const pull = await scene.pullOf(issue);
  expect(await scene.filesOf(pull.branch)).toContain('a.txt');
  expect(await scene.follow(pull.number, 'go on')).toContain('go on');
});

test.concurrent('a run that is cancelled as it publishes keeps the answer, and the next one publishes it first', async () => {
  await using scene = await openScene();
  await breaks(scene, slowPullRequest);
  const issue = await scene.opens('owner', 'Publish', 'write a.txt: 1');
  await cancels(scene, await runAt(scene, 'branch-pr'));
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('cancelled');
  expect(await onlyReply(scene, issue)).toMatch(
    /^\*\*Cancelled before the answer was published\.\*\* .* The answer is kept: re-run the failed jobs, or comment here/,
  );
  const asked = scene.model.requests.length;
  await goesOn(scene, issue);
  expect((await scene.replies(issue))[1]?.body).toMatch(/You asked: Publish.*→ Pull request #\d+/s);
  // Only the comment was asked: the answer was there.
  expect(scene.model.requests).toHaveLength(asked + 1);
});

test.concurrent('a run whose machine is lost while Codex works says so, and its request stays open', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Lost', 'wait 4000');
  await scene.askedFor('Lost');
  await losesMachine(scene, scene.lastRun());
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(await onlyReply(scene, issue)).toMatch(
    /^\*\*The runner was lost\*\* \(job `codex \/ thread \/ agent`\).* Nothing of this run was kept.* The request stays open: re-run the failed jobs, or comment here/,
  );
  await goesOn(scene, issue);
});

test.concurrent('a run whose machine is lost as it publishes keeps the answer, and a re-run publishes it', async () => {
  await using scene = await openScene();
  await breaks(scene, slowPullRequest);
  const issue = await scene.opens('owner', 'Lost late', 'write a.txt: 1');
  await losesMachine(scene, await runAt(scene, 'branch-pr'));
  await scene.idle();
  expect(await onlyReply(scene, issue)).toMatch(
    /^\*\*The runner was lost\*\* \(job `codex \/ thread \/ publish`\).* The answer is kept: re-run the failed jobs/,
  );
  const asked = scene.model.requests.length;
  await scene.as('owner').rest.actions.reRunWorkflowFailedJobs({ ...scene.place, run_id: scene.lastRun().id });
  await scene.idle();
  expect(scene.lastRun()).toMatchObject({ attempt: 2, conclusion: 'success' });
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} postponed`, `issue-${issue} answered`]);
  expect(scene.model.requests).toHaveLength(asked);
});

test.concurrent('a run whose router fails says why, and its request stays open', async () => {
  await using scene = await openScene();
  await breaks(scene, { method: 'GET', path: '/permission$', kind: '500', times: 4 });
  const issue = await scene.opens('owner', 'Route', 'hello');
  await scene.idle();
  await mends(scene);
  expect(outputOf(scene.lastRun(), 'decision')).toBeUndefined();
  const reply = await onlyReply(scene, issue);
  expect(reply).toMatch(
    /^\*\*The run stopped before it began\*\* \(job `route`\)\. GitHub did not answer GET .*permission/,
  );
  expect(reply).toContain('it stays open: the next comment here, or a re-run, takes it up');
  await goesOn(scene, issue);
});

const slowRouter = { method: 'GET', path: '/permission$', delayMs: 3000 };

test.concurrent('a run that is cancelled before anything was decided says so', async () => {
  await using scene = await openScene();
  await breaks(scene, slowRouter);
  const issue = await scene.opens('owner', 'Undecided', 'hello');
  await cancels(scene, await runAt(scene, 'event-router'));
  await scene.idle();
  expect(await onlyReply(scene, issue)).toMatch(
    /^\*\*Cancelled before it started\.\*\* .*it stays open: the next comment/,
  );
  await goesOn(scene, issue);
});

test.concurrent('a run whose machine is lost before anything was decided says so', async () => {
  await using scene = await openScene();
  await breaks(scene, slowRouter);
  const issue = await scene.opens('owner', 'Undecided', 'hello');
  await losesMachine(scene, await runAt(scene, 'event-router'));
  await scene.idle();
  expect(await onlyReply(scene, issue)).toMatch(/^\*\*The runner was lost\*\* \(job `codex \/ route`\)/);
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} postponed`]);
});

test.concurrent('what was cancelled while Codex worked is taken once more by a re-run, in the same session', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Again', 'wait 2000');
  await scene.askedFor('Again');
  await cancels(scene, scene.lastRun());
  await scene.idle();
  const session = outputOf(scene.lastRun(), 'session-id');
  expect(await onlyReply(scene, issue)).toContain('It is not repeated unasked: reply to go on, or re-run it.');
  await scene.as('owner').rest.actions.reRunWorkflow({ ...scene.place, run_id: scene.lastRun().id });
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} cancelled`, `issue-${issue} answered`]);
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
});

test.concurrent('all that waited when it was cancelled is picked up by the next comment, in order', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Busy', 'wait 60000');
  await scene.askedFor('Busy');
  const waiting = [];
  for (const text of ['first', 'second']) waiting.push(await scene.comments('writer', issue, text));
  const [running, ...others] = await runsOnceWaiting(scene, waiting.length);
  for (const run of others) await cancels(scene, run);
  if (running) await cancels(scene, running);
  await scene.idle();
  expect(scene.runs.map(({ conclusion }) => conclusion)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  expect(answersIn(await scene.replies(issue)).toSorted()).toEqual(
    [...waiting.map((id) => `comment-${id} postponed`), `issue-${issue} cancelled`].toSorted(),
  );
  expect((await scene.replies(issue)).some(({ body }) => body.startsWith('Queued:'))).toBe(false);
  const next = await scene.comments('owner', issue, 'go on');
  await scene.idle();
  // What was running is not repeated unasked.
  expect(answersIn(await scene.replies(issue)).slice(3)).toEqual(
    [...waiting, next].map((id) => `comment-${id} answered`),
  );
});

/** All runs, once so many wait for the first. */
async function runsOnceWaiting(scene: Scene, count: number) {
  await until(() => scene.lab.engine.concurrencyGroups().some(({ pending }) => pending.length === count));
  return scene.runs;
}

import { renderMarker } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { editIssue, lastPrompt, promptsOf } from './asking.ts';
import { answersIn, jobOf, openScene, outputOf, until } from './scene.ts';

test.concurrent('what waits when the issue is closed is refused with the reason, and the thread goes on once it is open', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Slow', 'wait 5000');
  await scene.askedFor('Slow');
  const waiting = await scene.comments('writer', issue, 'no longer wanted');
  await until(() => jobOf(scene.lastRun(), 'route')?.status === 'completed');
  await editIssue(scene, 'owner', issue, { state: 'closed' });
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} answered`, `comment-${waiting} refused`]);
  expect(await scene.lastReply(issue)).toContain(
    `**Nothing was run:** #${issue} is closed. Reopen it and comment again`,
  );
  await editIssue(scene, 'owner', issue, { state: 'open' });
  expect(await scene.follow(issue, 'wanted after all')).toContain('You asked: wanted after all');
  expect(promptsOf(scene)).toHaveLength(2);
  expect(new Set(scene.runs.map((run) => outputOf(run, 'session-id')).filter((id) => id !== undefined)).size).toBe(1);
});

test.concurrent('a request that is deleted before its turn is refused once, and the next one is answered', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Slow', 'wait 5000');
  await scene.askedFor('Slow');
  const gone = await scene.comments('writer', issue, 'on second thought');
  const stays = await scene.comments('writer', issue, 'this instead');
  // Whoever may not ask cannot make the worker believe that something is answered.
  const pasted = { outcome: 'answered', run: '1.1' } as const;
  await scene.comments('stranger', issue, renderMarker({ ...pasted, requestId: `comment-${stays}` }));
  await scene.as('writer').rest.issues.deleteComment({ ...scene.place, comment_id: gone });
  await scene.idle();
  const answers = answersIn(await scene.replies(issue));
  expect(answers.toSorted()).toEqual(
    [`issue-${issue} answered`, `comment-${gone} refused`, `comment-${stays} answered`].toSorted(),
  );
  const replies = (await scene.replies(issue)).map(({ body }) => body);
  expect(replies).toContainEqual(
    expect.stringContaining('**Nothing was run:** the request of @wanda was deleted before its turn.'),
  );
  expect(promptsOf(scene).join()).not.toContain('on second thought');
  expect(scene.runs.map(({ conclusion }) => conclusion)).toEqual(Array(4).fill('success'));
});

test.concurrent('a merged pull request has ended, and so has the issue that led to it', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Feature', 'write feature.txt: 1');
  const { number } = await scene.pullOf(issue);
  expect(await scene.lastReply(issue)).toMatch(new RegExp(`→ Pull request #${number}\\..*this thread has ended`));
  await scene.as('owner').rest.pulls.merge({ ...scene.place, pull_number: number });
  const asked = promptsOf(scene).length;
  expect(await scene.follow(number, 'one more thing')).toContain(
    `**Nothing was run:** #${number} is merged, and this thread has ended. Open a new issue to go on.`,
  );
  expect(await scene.follow(issue, 'and here?')).toMatch(/moved to .*, and ended there\. Open a new issue/);
  expect(promptsOf(scene)).toHaveLength(asked);
  expect(scene.lastRun().conclusion).toBe('success');
});

test.concurrent('a pull request that is closed while requests wait refuses them, and goes on once it is reopened', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Feature', 'write feature.txt: 1');
  const { number, branch } = await scene.pullOf(issue);
  const pull = { ...scene.place, pull_number: number };
  await scene.comments('owner', number, 'slow work\nwait 4000');
  await scene.askedFor('slow work');
  const waiting = await scene.comments('owner', number, 'never mind');
  await until(() => jobOf(scene.lastRun(), 'route')?.status === 'completed');
  await scene.as('owner').rest.pulls.update({ ...pull, state: 'closed' });
  await scene.idle();
  expect(answersIn(await scene.replies(number)).at(-1)).toBe(`comment-${waiting} refused`);
  expect(await scene.lastReply(number)).toContain(`#${number} is closed. Reopen it`);
  await scene.as('owner').rest.pulls.update({ ...pull, state: 'open' });
  expect(await scene.follow(number, 'more\nwrite more.txt: 2')).toMatch(/→ [0-9a-f]{7} on `codex/);
  expect(await scene.filesOf(branch)).toContain('more.txt');
});

test.concurrent('what was asked before the pull request opened is answered there, and the issue says so', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Feature', 'write feature.txt: 1\nwait 3000');
  await scene.askedFor('Feature');
  // The run takes it up as well; what comes during that turn is left for the next one.
  await scene.comments('owner', issue, 'second\nwait 4000');
  await scene.askedFor('second');
  const late = await scene.comments('writer', issue, 'third');
  await scene.idle();
  const { number } = await scene.pullOf(issue);
  expect(await scene.replies(issue)).toContainEqual(
    expect.objectContaining({ body: expect.stringContaining(`It is answered there.`) }),
  );
  expect(answersIn(await scene.replies(number))).toContain(`comment-${late} answered`);
  expect(await scene.lastReply(number)).toContain(`For @wanda, asked in #${issue} before the move:`);
  expect(lastPrompt(scene)).toContain('third');
  expect(promptsOf(scene)).toHaveLength(3);
});

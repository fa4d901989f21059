import { expect, test } from 'vitest';
import { answersIn, openScene, outputOf } from './scene.ts';

test.concurrent('comments that come while a turn runs are answered once each, in order', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Slow', 'wait 2500');
  await scene.askedFor('Slow');
  const comments = [];
  for (const text of ['first', 'second', 'third']) comments.push(await scene.comments('writer', issue, text));
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([
    `issue-${issue} answered`,
    ...comments.map((id) => `comment-${id} answered`),
  ]);
  // One run did it all; those of the comments found nothing left, said nothing and are green.
  expect(scene.runs.map(({ conclusion }) => conclusion)).toEqual(Array(4).fill('success'));
  expect(scene.runs.map((run) => outputOf(run, 'outcome')).filter((outcome) => outcome === 'answered')).toHaveLength(1);
  // A run that finds nothing to do does not look for the session.
  const sessions = scene.runs.map((run) => outputOf(run, 'session-id')).filter((session) => session !== undefined);
  expect(new Set(sessions).size).toBe(1);
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toHaveLength(1);
});

test.concurrent('a comment during the very last turn is answered by its own run', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Last', 'wait 1500');
  await scene.askedFor('Last');
  const early = await scene.comments('writer', issue, 'early\nwait 2500');
  await scene.askedFor('early');
  const late = await scene.comments('writer', issue, 'late');
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([
    `issue-${issue} answered`,
    `comment-${early} answered`,
    `comment-${late} answered`,
  ]);
});

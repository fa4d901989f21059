import { expect, test } from 'vitest';
import { promptsOf } from './asking.ts';
import { answersIn, jobOf, openScene, outputOf, until } from './scene.ts';

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

test.concurrent('whoever must wait is told how many runs are ahead, until the answer is there', async () => {
  await using scene = await openScene();
  const issue = await scene.opens('owner', 'Slow', 'wait 9000');
  await scene.askedFor('Slow');
  const notes = async () =>
    (await scene.replies(issue)).map(({ body }) => body).filter((body) => body.startsWith('Queued: '));
  const first = await scene.comments('writer', issue, 'first');
  await until(() => jobOf(scene.lastRun(), 'route')?.status === 'completed');
  const second = await scene.comments('owner', issue, 'second');
  await until(async () => (await notes()).length === 2);
  expect(await notes()).toEqual([
    expect.stringMatching(/^Queued: one run of this thread is ahead\. This note goes when the answer is here\./),
    expect.stringMatching(/^Queued: 2 runs of this thread are ahead\./),
  ]);
  await scene.idle();
  expect(await notes()).toEqual([]);
  expect(answersIn(await scene.replies(issue))).toEqual([
    `issue-${issue} answered`,
    `comment-${first} answered`,
    `comment-${second} answered`,
  ]);
});

test.concurrent('coalesced, all that waits is one turn and one reply, which names each person', async () => {
  await using scene = await openScene({ with: { coalesce: true, 'announce-queue': false } });
  const issue = await scene.opens('owner', 'Slow', 'wait 3000');
  await scene.askedFor('Slow');
  const waiting = [
    await scene.comments('writer', issue, 'paint it'),
    await scene.comments('owner', issue, 'varnish it'),
    await scene.comments('writer', issue, 'dry it'),
  ];
  await scene.idle();
  const replies = await scene.replies(issue);
  expect(replies).toHaveLength(2);
  expect(answersIn(replies)).toEqual([`issue-${issue} answered`, ...waiting.map((id) => `comment-${id} answered`)]);
  const page = `/issues/${issue}#issuecomment-`;
  for (const [index, login] of ['wanda', 'olivia', 'wanda'].entries()) {
    expect(replies[1]?.body).toMatch(new RegExp(`@${login} \\(\\[request\\]\\(http\\S+${page}${waiting[index]}\\)\\)`));
  }
  expect(promptsOf(scene)).toHaveLength(2);
  expect(promptsOf(scene)[1]).toMatch(
    /^3 requests wait\..*Request 1 of 3, by @wanda:\n\npaint it.*Request 2 of 3, by @olivia:\n\nvarnish it.*Request 3 of 3, by @wanda:\n\ndry it$/s,
  );
  expect(scene.runs.map(({ conclusion }) => conclusion)).toEqual(Array(4).fill('success'));
});

import { readProgressMarker } from '@codex-worker/core';
import { expect, test } from 'vitest';
import type { Rule } from '../model/rule.ts';
import { answersIn, openScene, type Scene, until } from './scene.ts';

/** Long enough to be told of, and to be told of once more. */
const slowly: Rule = {
  when: /work slowly/,
  steps: [
    {
      plan: [
        ['Look at `greet.mjs`', false],
        ['Ask @alice about #12', false],
      ],
    },
    { run: 'cat greet.mjs' },
    { waitMs: 14_000 },
    {
      plan: [
        ['Look at `greet.mjs`', true],
        ['Ask @alice about #12', false],
      ],
    },
    // Codex waits for ten seconds at most, and goes on.
    { run: 'sleep 9' },
    { run: 'sleep 9' },
    { say: 'It greets.' },
  ],
};

const progressIn = async (scene: Scene, number: number) =>
  (await scene.replies(number)).filter(({ body }) => readProgressMarker(body) !== undefined);

const shown = (scene: Scene, number: number) => until(async () => (await progressIn(scene, number)).length > 0, 90_000);

async function signsOn(scene: Scene, issue: number, comment?: number): Promise<readonly string[]> {
  const { reactions } = scene.as('owner').rest;
  const { data } =
    comment === undefined
      ? await reactions.listForIssue({ ...scene.place, issue_number: issue })
      : await reactions.listForIssueComment({ ...scene.place, comment_id: comment });
  return data.map(({ content }) => content);
}

test.concurrent('a slow turn is told of while it goes on, and only its reply stays', async () => {
  await using scene = await openScene({ rules: [slowly] });
  const issue = await scene.opens('owner', 'What does it do?', 'work slowly');
  await shown(scene, issue);
  expect(await signsOn(scene, issue)).toEqual(['eyes']);
  const [first] = await progressIn(scene, issue);
  expect(first?.body).toContain(
    `**Codex is working** on [this](${scene.lab.github.server}/octo-org/demo/issues/${issue})`,
  );
  expect(first?.body).toContain('- [ ] Look at `greet.mjs`');
  expect(first?.body).toContain('- `cat greet.mjs`');
  expect(first?.body).toMatch(/[\d,]+ tokens · \[log\]\(.*\/actions\/runs\/\d+\)/);
  expect(first?.body).not.toMatch(/@alice|#12/);
  await until(
    async () => (await progressIn(scene, issue))[0]?.body.includes('- [x] Look at `greet.mjs`') ?? false,
    90_000,
  );
  const [second] = await progressIn(scene, issue);
  expect(second?.id).toBe(first?.id);
  expect(second?.body).toContain('Runs `sleep 9`');
  await scene.idle();
  // What a phone shows: one new comment.
  const comments = await scene.replies(issue);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toMatch(/^It greets\./);
  expect(answersIn(comments)).toEqual([`issue-${issue} answered`]);
  expect(await signsOn(scene, issue)).toEqual(['rocket']);
  const calls = scene.lab.github.requests.filter(({ token }) => token.kind === 'job');
  const edits = calls.filter(({ method, path }) => method === 'PATCH' && /\/comments\/\d+$/.test(path));
  // One after 15 seconds, and that the reply is coming; more only where the machine is slow.
  expect(edits.length).toBeGreaterThanOrEqual(2);
  expect(edits.length).toBeLessThanOrEqual(4);
  expect(calls.length - edits.length).toBeLessThanOrEqual(18);
});

test.concurrent('what a cancelled run left is taken away, by its notifier or by the next run', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Stop me', 'hello');
  for (const fails of [false, true]) {
    const comment = await scene.comments('owner', issue, 'wait 60000');
    await shown(scene, issue);
    const fault = {
      method: 'POST',
      path: /graphql\?operation=.*deleteIssueComment/,
      times: 1,
      when: 'before',
    } as const;
    const effect = { kind: 'answer', status: 502, headers: {}, body: { message: 'Server Error' } } as const;
    if (fails) scene.lab.github.faults.add({ ...fault, effect });
    await scene.as('owner').rest.actions.cancelWorkflowRun({ ...scene.place, run_id: scene.lastRun().id });
    await scene.idle();
    expect(await progressIn(scene, issue)).toHaveLength(fails ? 1 : 0);
    expect(await signsOn(scene, issue, comment)).toEqual(fails ? ['eyes'] : ['confused']);
  }
  const last = await scene.comments('owner', issue, 'go on');
  await scene.idle();
  expect(await progressIn(scene, issue)).toEqual([]);
  expect(await signsOn(scene, issue, last)).toEqual(['rocket']);
});

test.concurrent('where GitHub takes no comment of the agent, or the workflow wants none, the turn is answered all the same', async () => {
  await using refused = await openScene();
  const effect = { kind: 'answer', status: 403, headers: {}, body: { message: 'Resource not accessible' } } as const;
  await using quiet = await openScene({ with: { progress: false } });
  const [one, other] = await Promise.all([
    refused.opens('owner', 'Slow', 'wait 15000'),
    quiet.opens('owner', 'Slow', 'wait 15000'),
  ]);
  // The router has posted nothing in an issue that was just opened.
  refused.lab.github.faults.add({ method: 'POST', path: /issues\/\d+\/comments$/, times: 1, when: 'before', effect });
  await Promise.all([refused.idle(), quiet.idle()]);
  for (const [scene, issue] of [
    [refused, one],
    [quiet, other],
  ] as const) {
    expect(scene.lastRun().conclusion).toBe('success');
    expect(await scene.replies(issue)).toHaveLength(1);
    expect(await scene.lastReply(issue)).toContain('You asked: Slow');
    const comments = scene.lab.github.requests.filter(
      ({ method, path, token }) => token.kind === 'job' && method === 'POST' && path.endsWith('/comments'),
    );
    expect(comments).toHaveLength(scene === refused ? 2 : 1);
  }
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { productRoot } from '../lab.ts';
import { answersIn, openScene, type Scene, until } from './scene.ts';

const example = (file: string) => readFile(path.join(productRoot, 'examples', file), 'utf8');

/** The example's callers, each trusting the other's sessions; the sweeper finds what was dropped a moment ago. */
async function openSwept(more: Readonly<Record<string, string>> = {}) {
  const [caller, sweeper] = [await example('codex.yml'), await example('sweeper.yml')];
  return openScene({
    callers: {
      'codex.yml': caller.replace(/^ {4}secrets:/m, '    with:\n      workflows: codex.yml, sweeper.yml\n    secrets:'),
      'sweeper.yml': sweeper.replace('    with:\n', '    with:\n      grace-minutes: 0\n'),
      ...more,
    },
  });
}

async function sweep(scene: Scene): Promise<void> {
  const runs = scene.runs.length;
  await scene
    .as('writer')
    .rest.actions.createWorkflowDispatch({ ...scene.place, workflow_id: 'sweeper.yml', ref: 'main' });
  await until(() => scene.runs.length > runs);
  await scene.idle();
}

/** GitHub takes no comments until the faults are cleared: nothing can be published, and nothing be told. */
function refuseComments(scene: Scene): void {
  const effect = { kind: 'answer', status: 500, headers: {}, body: { message: 'Server Error' } } as const;
  scene.lab.github.faults.add({ method: 'POST', path: /\/comments$/, times: 100, when: 'before', effect });
}

const answers = async (scene: Scene, issue: number) => answersIn(await scene.replies(issue));

test.concurrent('a run that lost its machine and could not say so is made up for, and the thread goes on', async () => {
  await using scene = await openSwept();
  const issue = await scene.opens('owner', 'Lost', 'wait 4000');
  await scene.askedFor('Lost');
  refuseComments(scene);
  await fetch(`${scene.lab.github.api}/_lab/runs/${scene.lastRun().id}/lose`, { method: 'POST' });
  await scene.idle();
  scene.lab.github.faults.clear();
  expect(await answers(scene, issue)).toEqual([]);
  await sweep(scene);
  expect(await answers(scene, issue)).toEqual([`issue-${issue} answered`]);
  expect(await scene.follow(issue, 'And now?')).toContain('You asked: And now?');
});

test.concurrent('an answer that could not be published is published, and the model is not asked again', async () => {
  await using scene = await openSwept();
  refuseComments(scene);
  const issue = await scene.begin('Mute', 'hello');
  scene.lab.github.faults.clear();
  expect(await answers(scene, issue)).toEqual([]);
  const asked = scene.model.requests.length;
  await sweep(scene);
  expect(await answers(scene, issue)).toEqual([`issue-${issue} answered`]);
  expect(await scene.lastReply(issue)).toContain('You asked: Mute');
  expect(scene.model.requests).toHaveLength(asked);
});

/** Holds a thread's group, and fills its queue of a hundred. */
const filler = (group: string) => `on: workflow_dispatch
jobs:
  fill:
    strategy:
      matrix: { n: [${Array.from({ length: 101 }, (_, n) => n).join(', ')}] }
    concurrency: { group: ${group}, queue: max }
    runs-on: ubuntu-latest
    steps:
      - if: matrix.n == 0
        run: sleep 8
`;

test.concurrent('a comment that came while a hundred runs waited is swept up', async () => {
  await using scene = await openSwept({ 'fill.yml': filler('codex-worker-issue-1') });
  const issue = await scene.begin('Busy', 'hello');
  expect(issue).toBe(1);
  await scene
    .as('writer')
    .rest.actions.createWorkflowDispatch({ ...scene.place, workflow_id: 'fill.yml', ref: 'main' });
  await until(() => scene.lab.engine.concurrencyGroups().some(({ pending }) => pending.length === 100));
  const comment = await scene.comments('writer', issue, 'Too much');
  await scene.idle();
  expect(await answers(scene, issue)).toEqual([`issue-${issue} answered`, `comment-${comment} postponed`]);
  expect(await scene.lastReply(issue)).toMatch(
    /^\*\*Cancelled before it started: the queue is full\.\*\* .* it stays open: one of the runs that wait takes it up/,
  );
  await sweep(scene);
  expect((await answers(scene, issue)).at(-1)).toBe(`comment-${comment} answered`);
});

test.concurrent('two sweeps at once answer once, and one that finds nothing makes at most three calls', async () => {
  await using scene = await openSwept();
  const issue = await scene.opens('owner', 'Lost twice', 'wait 4000');
  await scene.askedFor('Lost twice');
  await fetch(`${scene.lab.github.api}/_lab/runs/${scene.lastRun().id}/lose`, { method: 'POST' });
  await scene.idle();
  await Promise.all([sweep(scene), sweep(scene)]);
  expect(await answers(scene, issue)).toEqual([`issue-${issue} postponed`, `issue-${issue} answered`]);
  const before = scene.lab.github.requests.length;
  await sweep(scene);
  const calls = scene.lab.github.requests.slice(before).filter(({ token }) => token.kind === 'job');
  expect(calls.length).toBeLessThanOrEqual(3);
  expect(await answers(scene, issue)).toHaveLength(2);
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { productRoot } from '../lab.ts';
import { answersIn, openScene, outputOf } from './scene.ts';

const example = (file: string) => readFile(path.join(productRoot, 'examples', file), 'utf8');

test.concurrent('two workflows, one for issues and one for comments, share the sessions', async () => {
  await using scene = await openScene({
    callers: {
      'codex-issue.yml': await example('two-wrappers/codex-issue.yml'),
      'codex-comment.yml': await example('two-wrappers/codex-comment.yml'),
    },
  });
  const issue = await scene.begin('Greet', 'hello');
  const session = outputOf(scene.lastRun(), 'session-id');
  expect(await scene.follow(issue, 'go on\nwrite a.txt: 1')).toMatch(/→ Pull request #\d+/);
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
  expect(scene.runs.map((run) => run.path)).toEqual([
    '.github/workflows/codex-issue.yml',
    '.github/workflows/codex-comment.yml',
  ]);
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toHaveLength(1);
});

test.concurrent('the actions do the same in one job', async () => {
  await using scene = await openScene({ callers: { 'codex.yml': await example('single-job.yml') } });
  const issue = await scene.begin('Greet', 'hello');
  const reply = await scene.follow(issue, 'go on\nwrite a.txt: 1');
  expect(reply).toMatch(/→ Pull request #\d+/);
  expect(reply).toContain('You asked: go on');
  expect(answersIn(await scene.replies(issue)).map((answer) => answer.split(' ')[1])).toEqual(['answered', 'answered']);
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toHaveLength(1);
  expect(scene.runs.map(({ conclusion }) => conclusion)).toEqual(['success', 'success']);
});

test.concurrent('one job that fails tells its thread why', async () => {
  const text = await example('single-job.yml');
  const caller = text.replace(/(actions\/session-restore@v1.*\n\s+with:\n)(\s+)/, '$1$2sandbox: yolo\n$2');
  await using scene = await openScene({ callers: { 'codex.yml': caller } });
  const issue = await scene.begin('Greet', 'hello');
  expect(await scene.replies(issue)).toHaveLength(1);
  expect(await scene.lastReply(issue)).toContain('The input "sandbox" is "yolo"');
});

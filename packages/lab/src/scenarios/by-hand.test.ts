import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorsOf, openScene, outputOf, type Scene } from './scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

test('a run by hand opens an issue for its prompt, answers there, and can be continued', async () => {
  await scene.dispatches({ prompt: '# Say hello\n\nand nothing else' });
  await scene.idle();
  const { data: issues } = await scene.as('owner').rest.issues.listForRepo(scene.place);
  expect(issues).toHaveLength(1);
  const [issue] = issues;
  expect(issue).toMatchObject({ title: 'Say hello', user: { login: 'github-actions[bot]' } });
  expect(issue?.body).toContain('@wanda');
  const number = issue?.number ?? 0;
  expect(await scene.lastReply(number)).toContain('and nothing else');
  const session = outputOf(scene.lastRun(), 'session-id');
  await scene.dispatches({ prompt: 'go on', thread: `issue-${number}` });
  await scene.idle();
  expect(await scene.lastReply(number)).toContain('You asked: go on');
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
  await scene.comments('owner', number, 'and by comment');
  await scene.idle();
  expect(await scene.lastReply(number)).toContain('You asked: and by comment');
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
});

test('a run by hand without a prompt says that the prompt is empty', async () => {
  await scene.dispatches({ prompt: '  ' });
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(errorsOf(scene.lastRun())).toBe('The input "prompt" is empty. Write what Codex is to do.');
});

test('a run by hand for a thread that cannot be is refused with the value', async () => {
  await scene.dispatches({ prompt: 'hello', thread: 'the last one' });
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(errorsOf(scene.lastRun())).toContain('The input "thread" is "the last one". Write it as issue-12 or pr-34.');
});

test('a run by hand for an issue that does not exist says so', async () => {
  await scene.dispatches({ prompt: 'hello', thread: 'issue-4711' });
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(errorsOf(scene.lastRun())).toContain('#4711');
});

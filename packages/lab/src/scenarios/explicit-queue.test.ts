import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { productRoot } from '../lab.ts';
import { answersIn, noticesOf, openScene, type Scene, until } from './scene.ts';

const QUEUE = 'codex-worker/queue';

const openQueue = async () =>
  openScene({ callers: { 'codex.yml': await readFile(path.join(productRoot, 'examples/queue.yml'), 'utf8') } });

const drain = (scene: Scene) => scene.dispatches({});
const waiting = async (scene: Scene) =>
  (await scene.filesOf(QUEUE)).filter((file) => file.startsWith('requests/') || file.startsWith('broken/'));
const put = (scene: Scene, file: string, text: string) =>
  scene.as('writer').rest.repos.createOrUpdateFileContents({
    ...scene.place,
    branch: QUEUE,
    path: file,
    message: 'Ask',
    content: Buffer.from(text).toString('base64'),
  });
/** What the model was asked, each request once, by words that it contains. */
const askedInOrder = (scene: Scene, ...words: readonly string[]) =>
  scene.model.requests
    .map(({ request }) => words.find((word) => request?.prompt.includes(word)))
    .filter((word, index, all) => word !== undefined && all.indexOf(word) === index);

test.concurrent('requests of two threads are answered in the order in which they were asked', async () => {
  await using scene = await openQueue();
  const first = await scene.opens('owner', 'First', 'wait 2500');
  await scene.askedFor('First');
  const second = await scene.opens('writer', 'Second', 'hello');
  const third = await scene.comments('owner', first, 'Third');
  await scene.idle();
  expect(askedInOrder(scene, 'First', 'Second', 'Third')).toEqual(['First', 'Second', 'Third']);
  expect(answersIn(await scene.replies(first))).toEqual([`issue-${first} answered`, `comment-${third} answered`]);
  expect(answersIn(await scene.replies(second))).toEqual([`issue-${second} answered`]);
  expect(await waiting(scene)).toEqual([]);
  expect(scene.runs.map(({ conclusion }) => conclusion)).toEqual(Array(3).fill('success'));
});

test.concurrent('a file that is not JSON is moved aside with its reason, and nothing waits for it', async () => {
  await using scene = await openQueue();
  const issue = await scene.begin('Begin', 'hello');
  await put(scene, 'requests/20200101T000000Z-dispatch-7.json', '{ "version": 1,');
  const request = {
    id: 'dispatch-8',
    author: { login: 'wanda', id: 5 },
    createdAt: new Date().toISOString(),
    text: 'From another tool',
  };
  const name = request.createdAt.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '');
  const file = JSON.stringify({ version: 1, thread: `issue-${issue}`, request });
  await put(scene, `requests/${name}-dispatch-8.json`, file);
  await drain(scene);
  await scene.idle();
  const broken = 'broken/20200101T000000Z-dispatch-7.json';
  expect(await waiting(scene)).toEqual([broken, `${broken}.reason`]);
  expect(noticesOf(scene.lastRun())).toContain('was moved to broken/. It is not JSON.');
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} answered`, 'dispatch-8 answered']);
});

test.concurrent('a request whose runner was lost stays first in the queue, and the next drain answers it', async () => {
  await using scene = await openQueue();
  const issue = await scene.opens('owner', 'Lost', 'wait 4000');
  await scene.askedFor('Lost');
  await fetch(`${scene.lab.github.api}/_lab/runs/${scene.lastRun().id}/lose`, { method: 'POST' });
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} postponed`]);
  expect(await waiting(scene)).toHaveLength(1);
  await drain(scene);
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} postponed`, `issue-${issue} answered`]);
  expect(await waiting(scene)).toEqual([]);
});

test.concurrent('a drain that finds nothing ends after one job', async () => {
  await using scene = await openQueue();
  await scene.begin('Begin', 'hello');
  const before = scene.lab.github.requests.length;
  await drain(scene);
  await until(() => scene.runs.length === 2);
  await scene.idle();
  const calls = scene.lab.github.requests.slice(before).filter(({ token }) => token.kind === 'job');
  expect(calls.length).toBeLessThanOrEqual(2);
  expect(
    scene
      .lastRun()
      .jobs.filter(({ conclusion }) => conclusion === 'success')
      .map(({ name }) => name),
  ).toEqual(['drain / count']);
});

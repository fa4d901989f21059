import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { lineReviews } from './line-reviews.ts';

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());

test('comments stand on the lines that a pull request shows, and GitHub says why they do not on others', async () => {
  const { owner } = github.lab.tokens;
  const main = await github.as(owner, 'GET', '/git/ref/heads/main');
  const { sha } = main['object'] as { sha: string };
  await github.as(owner, 'POST', '/git/refs', { ref: 'refs/heads/feature', sha });
  await github.as(owner, 'PUT', '/contents/sum.ts', { message: 'Add', content: 'eAo=', branch: 'feature' });
  const pull = await github.as(owner, 'POST', '/pulls', { head: 'feature', base: 'main', title: 'Add up' });
  const [number, head] = [Number(pull['number']), (pull['head'] as { sha: string }).sha];
  const reviews = lineReviews(github.job({ 'pull-requests': 'write' }));
  expect(await reviews.changedFiles(number)).toMatchObject([{ path: 'sum.ts' }]);
  const comment = { path: 'sum.ts', startLine: 1, line: 1, body: 'Add up.' };
  expect(await reviews.comment(number, head, [comment])).toBeUndefined();
  expect(await reviews.comment(number, head, [{ ...comment, startLine: 90, line: 90 }])).toMatch(/\S\.$/);
  const there = await github.as(owner, 'GET', `/pulls/${number}/comments`);
  expect(Object.values(there)).toMatchObject([{ path: 'sum.ts', line: 1, body: 'Add up.' }]);
});

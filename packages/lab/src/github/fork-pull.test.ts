import { expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';

const place = { owner: 'octo-org', repo: 'demo' };

test('a pull request from a fork names the fork, and its head is on no branch of the repository', async () => {
  const { github, client, events } = await openGitHub();
  const number = await github.openForkPull({ by: 'sam', title: 'Greet', branch: 'main', files: { 'a.txt': 'a\n' } });
  const { data } = await client(github.tokens.reader).rest.pulls.get({ ...place, pull_number: number });
  expect(data.head).toMatchObject({ label: 'sam:main', ref: 'main', repo: { full_name: 'sam/demo', fork: true } });
  expect(data.base).toMatchObject({ ref: 'main', repo: { full_name: 'octo-org/demo' } });
  expect(data.changed_files).toBe(1);
  const { data: main } = await client(github.tokens.reader).rest.git.getRef({ ...place, ref: 'heads/main' });
  expect(main.object.sha).not.toBe(data.head.sha);
  expect(events.at(-1)).toMatchObject({ name: 'pull_request', ref: `refs/pull/${number}/merge`, actor: 'sam' });
});

test('a push to a fork moves the head and says when', async () => {
  let now = new Date('2026-03-01T10:00:00Z');
  const { github, client } = await openGitHub({ now: () => now });
  const number = await github.openForkPull({ by: 'sam', title: 'Greet', branch: 'greet', files: { 'a.txt': 'a\n' } });
  now = new Date('2026-03-01T10:05:00Z');
  const sha = await github.pushToFork(number, { 'a.txt': undefined, b: { link: 'README.md' } });
  const { data } = await client(github.tokens.reader).rest.pulls.get({ ...place, pull_number: number });
  expect(data.head.sha).toBe(sha);
  expect(data.head.repo?.pushed_at).toBe('2026-03-01T10:05:00Z');
  const { data: files } = await client(github.tokens.reader).rest.pulls.listFiles({ ...place, pull_number: number });
  expect(files.map(({ filename }) => filename)).toEqual(['b']);
  await expect(github.pushToFork(99, {})).rejects.toThrow('#99 comes from no fork.');
});

test('a push to a branch here leaves a head of the same name in a fork alone', async () => {
  const { github, client } = await openGitHub();
  const number = await github.openForkPull({ by: 'sam', title: 'Greet', branch: 'main', files: { 'a.txt': 'a\n' } });
  const read = async () => (await client(github.tokens.reader).rest.pulls.get({ ...place, pull_number: number })).data;
  const before = (await read()).head.sha;
  const content = Buffer.from('new\n').toString('base64');
  const file = { ...place, path: 'new.txt', message: 'New', content, branch: 'main' };
  await client(github.tokens.owner).rest.repos.createOrUpdateFileContents(file);
  expect((await read()).head.sha).toBe(before);
});

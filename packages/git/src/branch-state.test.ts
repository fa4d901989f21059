import { expect, test } from 'vitest';
import { demoRemote } from './demo-remote.ts';
import { publisher } from './publisher.ts';

const branch = 'codex/issue-1/sum';

test('a branch that is not there has no state', async () => {
  await using demo = await demoRemote();
  expect(await publisher(demo.remote('publish')).look(branch, 'main')).toBeUndefined();
});

test("the state of a branch is its head, the worker's commits that the base lacks, and the base's template", async () => {
  await using demo = await demoRemote();
  await demo.commit('main', { 'old.txt': 'x' }, 'Merged before\n\nCodex-Request: issue-9\n');
  await demo.commit(branch, { 'a.txt': 'a' }, 'Add up\n\nCodex-Request: issue-1\n');
  await demo.commit(branch, { 'b.txt': 'b' }, 'By hand\n');
  const sha = await demo.commit(branch, { 'c.txt': 'c' }, 'Unfinished: more\n\nCodex-Unfinished: comment-7\n');
  await demo.commit('main', { '.github/pull_request_template.md': 'Read me\n' });
  expect(await publisher(demo.remote('publish')).look(branch, 'main')).toEqual({
    sha,
    subjects: ['Add up', 'Unfinished: more'],
    template: 'Read me\n',
  });
});

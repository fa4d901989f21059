import { expect, test } from 'vitest';
import { demoRemote } from './demo-remote.ts';
import { openGit } from './run-git.ts';
import { workingTree } from './working-tree.ts';

test('the document of a base is told of as it is, also where a skill is a submodule', async () => {
  await using demo = await demoRemote();
  const sha = await demo.commit('main', { 'AGENTS.md': 'Use tabs.\n', '.agents/note.md': 'A note.\n' });
  const bare = openGit(demo.bare);
  const env = { GIT_INDEX_FILE: `${demo.folder}/index` };
  await bare.run(['read-tree', sha], { env });
  const input = `160000 ${'1'.repeat(40)}\t.agents/skills\0`;
  await bare.run(['update-index', '--add', '-z', '--index-info'], { env, input });
  const tree = await bare.text(['write-tree'], { env });
  const person = { GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x', GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x' };
  const commit = await bare.text(['commit-tree', tree, '-p', sha, '-m', 'Skills'], { env: person });
  await bare.run(['update-ref', 'refs/heads/main', commit]);
  const work = workingTree(demo.remote('turn'));
  await work.checkOut('main');
  expect(await work.instructionsOf('main')).toMatchObject({ document: 'Use tabs.\n' });
});

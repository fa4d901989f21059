import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { demoRemote, writeFiles } from './demo-remote.ts';
import { openGit } from './run-git.ts';
import { workingTree } from './working-tree.ts';

/** Asks as somebody who is not root, who can read everything. */
const asked = (folder: string): string => `
  const { instructionsIn } = await import(${JSON.stringify(new URL('./instructions.ts', import.meta.url).href)});
  if (process.getuid() === 0) process.seteuid(65534);
  console.log(await instructionsIn(${JSON.stringify(folder)}));
`;

test.each(['AGENTS.md', '.agents', '.agents/skills'])(
  'what a command has made unreadable (%s) instructs nobody',
  async (name) => {
    await using demo = await demoRemote();
    await chmod(demo.folder, 0o755);
    const { folder } = demo.remote('tree');
    await writeFiles(folder, { 'AGENTS.md': 'Be brief.\n', '.agents/skills/SKILL.md': 'x\n' });
    const told = async () =>
      (await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', asked(folder)])).stdout.trim();
    expect(await told()).toMatch(/^[0-9a-f]{64}$/);
    await chmod(`${folder}/${name}`, 0);
    expect(await told()).toBe('undefined');
    await chmod(`${folder}/${name}`, 0o755);
  },
);

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

import { chmod, symlink } from 'node:fs/promises';
import path from 'node:path';
import { type CommitSigner, commitMessage, type LandEnd, type SignedCommit } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { type DemoRemote, demoRemote, writeFiles } from './demo-remote.ts';
import { publisher } from './publisher.ts';
import { workingTree } from './working-tree.ts';

const branch = 'codex/issue-1/sum';

/** A change of every kind against main. */
async function orderOf(demo: DemoRemote) {
  await demo.commit('main', { 'gone.txt': 'x\n', 'run.txt': 'x\n' });
  const remote = demo.remote('turn');
  const base = (await workingTree(remote).checkOut('main')) ?? '';
  await writeFiles(remote.folder, {
    'gone.txt': undefined,
    'näme.txt': 'x\n',
    'empty.txt': '',
    'bin.bin': Buffer.of(0, 10, 255),
  });
  await chmod(path.join(remote.folder, 'run.txt'), 0o755);
  await symlink('README.md', path.join(remote.folder, 'link'));
  const patch = (await workingTree(remote).changesSince(base)) ?? '';
  const change = { base, patch, subject: 'Add up', requests: ['issue-1' as const], unfinished: [], coAuthors: [] };
  return { ...change, branch, startsFrom: 'main', message: commitMessage(change) };
}

/** A signer that ends as it is told, and remembers what it was given. */
function scriptedSigner(...ends: readonly LandEnd[]) {
  const given: SignedCommit[] = [];
  const signer: CommitSigner = {
    land: async (commit) => {
      given.push(commit);
      return ends[given.length - 1] ?? { kind: 'moved' };
    },
  };
  return { signer, given };
}

test('what is to be signed is what git made of the patch: names, modes and bytes', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo);
  const sha = 'a'.repeat(40);
  const { signer, given } = scriptedSigner({ kind: 'landed', sha });
  const end = await publisher(demo.remote('publish'), signer).push(order);
  expect(end).toEqual({ kind: 'pushed', sha, leftOut: [], template: undefined });
  const main = await demo.git('rev-parse', 'main');
  const [{ changes, tree, ...commit } = { changes: [], tree: '' }] = given;
  expect(commit).toEqual({
    branch,
    isThere: false,
    parent: main,
    parentTree: await demo.git('rev-parse', 'main^{tree}'),
    message: order.message,
  });
  expect(tree).toMatch(/^[0-9a-f]{40}$/);
  expect([...changes].sort((a, b) => a.path.localeCompare(b.path))).toEqual([
    { kind: 'put', path: 'bin.bin', mode: '100644', bytes: Buffer.of(0, 10, 255) },
    { kind: 'put', path: 'empty.txt', mode: '100644', bytes: Buffer.of() },
    { kind: 'delete', path: 'gone.txt' },
    { kind: 'put', path: 'link', mode: '120000', bytes: Buffer.from('README.md') },
    { kind: 'put', path: 'näme.txt', mode: '100644', bytes: Buffer.from('x\n') },
    { kind: 'put', path: 'run.txt', mode: '100755', bytes: Buffer.from('x\n') },
  ]);
  expect(await demo.git('branch', '--list', branch)).toBe('');
});

test('a branch that moved meanwhile is looked at again, and merged three-way', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo);
  const { signer, given } = scriptedSigner({ kind: 'moved' }, { kind: 'landed', sha: 'b'.repeat(40) });
  const theirs: string[] = [];
  const racing: CommitSigner = {
    land: async (commit) => {
      if (theirs.length === 0) theirs.push(await demo.commit(branch, { 'theirs.txt': 'theirs\n' }));
      return signer.land(commit);
    },
  };
  expect(await publisher(demo.remote('publish'), racing).push(order)).toMatchObject({ kind: 'pushed' });
  expect(given.map(({ isThere, parent }) => [isThere, parent])).toEqual([
    [false, await demo.git('rev-parse', 'main')],
    [true, theirs[0]],
  ]);
});

test('a refusal of the signer is the end', async () => {
  await using demo = await demoRemote();
  const { signer } = scriptedSigner({ kind: 'refused', detail: 'too much' });
  const end = await publisher(demo.remote('publish'), signer).push(await orderOf(demo));
  expect(end).toEqual({ kind: 'refused', detail: 'too much' });
});

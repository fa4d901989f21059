import path from 'node:path';
import { expect, test } from 'vitest';
import { demoRemote } from './demo-remote.ts';
import { openGit } from './run-git.ts';
import { settledPatch } from './settled-patch.ts';
import { workingTree } from './working-tree.ts';

async function openDemo() {
  const demo = await demoRemote();
  const remote = demo.remote('tree');
  await workingTree(remote).checkOut('main');
  const git = openGit(path.join(remote.folder, '.git'), remote.folder);
  return {
    settle: (patch: string) => settledPatch(git, 'HEAD', patch),
    [Symbol.asyncDispose]: () => demo[Symbol.asyncDispose](),
  };
}

test('a patch with wrong counts is written as git would', async () => {
  await using demo = await openDemo();
  const patch = await demo.settle('--- a/README.md\n+++ b/README.md\n@@ -1,9 +1,7 @@\n-# Demo\n+# Demonstration\n');
  expect(patch).toContain('diff --git a/README.md b/README.md\nindex ');
  expect(patch).toContain('@@ -1 +1 @@\n-# Demo\n+# Demonstration\n');
  expect(await demo.settle(patch ?? '')).toBe(patch);
});

test.each([
  ['does not fit', '--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-# Nothing\n+# Else\n'],
  ['leads out of the folder', '--- /dev/null\n+++ b/../out.txt\n@@ -0,0 +1 @@\n+x\n'],
  ['writes into .git', '--- /dev/null\n+++ b/.git/hooks/pre-push\n@@ -0,0 +1 @@\n+x\n'],
  ['is none', 'hello\n'],
])('a patch that %s is no patch', async (_, patch) => {
  await using demo = await openDemo();
  expect(await demo.settle(patch)).toBeUndefined();
});

import { existsSync } from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CommitOrder, commitMessage } from '@codex-worker/core';
import { expect, test, vi } from 'vitest';
import { type DemoRemote, demoRemote, lines, writeFiles } from './demo-remote.ts';
import { publisher } from './publisher.ts';
import { workingTree } from './working-tree.ts';

const branch = 'codex/issue-1/sum';

/** The order of a turn that changed the files of main as `change` does. */
async function orderOf(demo: DemoRemote, change: (folder: string) => Promise<void>): Promise<CommitOrder> {
  const remote = demo.remote(`turn-${Math.random()}`);
  const base = (await workingTree(remote).checkOut('main')) ?? '';
  await change(remote.folder);
  const patch = (await workingTree(remote).changesSince(base)) ?? '';
  const change_ = {
    base,
    patch,
    subject: 'Add up',
    requests: ['issue-1' as const],
    unfinished: [],
    coAuthors: ['Alice <a@example.com>'],
  };
  return { ...change_, branch, startsFrom: 'main', message: commitMessage(change_) };
}

const push = (demo: DemoRemote, order: CommitOrder) => publisher(demo.remote('publish')).push(order);

test('a change becomes one commit on a new branch, by the bot, with its trailers', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'src/sum.js': `${lines(1, 20)}// 🚀\n` }));
  const end = await push(demo, order);
  expect(end).toMatchObject({ kind: 'pushed', leftOut: [] });
  expect(await demo.git('log', '-1', '--format=%an <%ae> %cn%n%s%n%(trailers)', branch)).toBe(
    'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com> github-actions[bot]\nAdd up\nCodex-Request: issue-1\nCo-authored-by: Alice <a@example.com>',
  );
  expect(await demo.git('rev-list', '--count', `main..${branch}`)).toBe('1');
  expect(await demo.git('show', `${branch}:src/sum.js`)).toContain('// 🚀');
});

test('the same requests are not pushed twice', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
  const first = await push(demo, order);
  expect(first.kind).toBe('pushed');
  expect(await push(demo, order)).toEqual({ kind: 'already-there', sha: await demo.git('rev-parse', branch) });
});

test('bytes, modes, names, deletions and links arrive as they were', async () => {
  await using demo = await demoRemote();
  await demo.commit('main', { 'gone.txt': 'x\n', 'run.txt': 'x\n', 'windows.txt': 'one\r\ntwo\r\n' });
  const binary = Buffer.from(Array.from({ length: 600 }, (_, i) => 255 - (i % 256)));
  let source = '';
  const order = await orderOf(demo, async (folder) => {
    source = folder;
    await writeFiles(folder, { 'binary.bin': binary, 'empty.txt': '', 'näme 🚀.txt': 'x\n', 'gone.txt': undefined });
    await writeFiles(folder, { 'windows.txt': 'one\r\n2\r\n', 'bin/run.sh': 'x\n' });
    await chmod(path.join(folder, 'run.txt'), 0o755);
    await symlink('README.md', path.join(folder, 'link'));
  });
  expect(await push(demo, order)).toMatchObject({ kind: 'pushed', leftOut: [] });
  const listed = await demo.git('-c', 'core.quotePath=false', 'ls-tree', '-r', branch);
  const modes = Object.fromEntries(listed.split('\n').map((line) => [line.split('\t')[1], line.slice(0, 6)]));
  expect(modes).toEqual({
    'README.md': '100644',
    'bin/run.sh': '100755',
    'binary.bin': '100644',
    'empty.txt': '100644',
    link: '120000',
    'näme 🚀.txt': '100644',
    'run.txt': '100755',
    'src/sum.js': '100644',
    'windows.txt': '100644',
  });
  for (const file of ['binary.bin', 'windows.txt']) {
    expect(await demo.git('rev-parse', `${branch}:${file}`)).toBe(
      await demo.git('hash-object', path.join(source, file)),
    );
  }
});

test('a base that moved meanwhile is merged three-way', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'src/sum.js': `first\n${lines(2, 20)}` }));
  await demo.commit('main', { 'src/sum.js': `${lines(1, 19)}last\n`, 'other.txt': 'other\n' });
  const end = await push(demo, order);
  expect(end).toMatchObject({ kind: 'pushed' });
  expect(await demo.git('show', `${branch}:src/sum.js`)).toBe(`first\n${lines(2, 19)}last`);
  expect(await demo.git('show', `${branch}:other.txt`)).toBe('other');
});

test('a branch that moved meanwhile is merged three-way, and keeps its history', async () => {
  await using demo = await demoRemote();
  await demo.commit(branch, { 'ours.txt': 'ours\n' });
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'src/sum.js': `first\n${lines(2, 20)}` }));
  const theirs = await demo.commit(branch, { 'src/sum.js': `${lines(1, 19)}last\n` });
  expect(await push(demo, order)).toMatchObject({ kind: 'pushed' });
  expect(await demo.git('rev-parse', `${branch}^`)).toBe(theirs);
  expect(await demo.git('show', `${branch}:src/sum.js`)).toBe(`first\n${lines(2, 19)}last`);
  expect(await demo.git('show', `${branch}:ours.txt`)).toBe('ours');
});

test('a branch that moved so that the change no longer fits is a conflict, and stays as it is', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'README.md': '# Ours\n' }));
  const theirs = await demo.commit(branch, { 'README.md': '# Theirs\n' });
  expect(await push(demo, order)).toEqual({ kind: 'conflicts', detail: 'README.md' });
  expect(await demo.git('rev-parse', branch)).toBe(theirs);
});

test('a new branch may be made by somebody else before its first push, once', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
  const made: string[] = [];
  const makeBranch = async (startsAt: string): Promise<boolean> => {
    made.push(startsAt);
    await demo.git('branch', branch, startsAt);
    return true;
  };
  expect(await push(demo, { ...order, makeBranch })).toMatchObject({ kind: 'pushed' });
  expect(await demo.git('rev-list', '--count', `main..${branch}`)).toBe('1');
  expect(await push(demo, { ...order, makeBranch })).toMatchObject({ kind: 'already-there' });
  expect(made).toEqual([await demo.git('rev-parse', 'main')]);
});

test('no branch is made for a change that conflicts or comes to nothing', async () => {
  await using demo = await demoRemote();
  const makeBranch = () => Promise.reject(new TypeError('It is made'));
  const conflict = await orderOf(demo, (folder) => writeFiles(folder, { 'README.md': '# Ours\n' }));
  const same = await orderOf(demo, (folder) => writeFiles(folder, { 'README.md': '# Theirs\n' }));
  await demo.commit('main', { 'README.md': '# Theirs\n' });
  expect((await push(demo, { ...conflict, makeBranch })).kind).toBe('conflicts');
  expect((await push(demo, { ...same, makeBranch })).kind).toBe('nothing');
});

test('a change that does not fit any more is a conflict that names the files', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'README.md': '# Ours\n', 'new.txt': 'n\n' }));
  await demo.commit('main', { 'README.md': '# Theirs\n' });
  expect(await push(demo, order)).toEqual({ kind: 'conflicts', detail: 'README.md' });
  expect(await demo.git('branch', '--list', branch)).toBe('');
});

test('a change of a file that is gone is a conflict that names it', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'README.md': '# Ours\n' }));
  await demo.commit('main', { 'README.md': undefined });
  expect(await push(demo, order)).toEqual({ kind: 'conflicts', detail: 'README.md' });
});

test('workflow files, submodules and links out of the tree are left out and named', async () => {
  await using demo = await demoRemote();
  await demo.commit('main', { '.github/workflows/ci.yml': 'on: push\n' });
  const order = await orderOf(demo, async (folder) => {
    await writeFiles(folder, { '.github/workflows/ci.yml': 'on: issues\n', '.github/workflows/new.yml': 'x\n' });
    await writeFiles(folder, { '.github/dependabot.yml': 'x\n', 'src/deep/file.txt': 'x\n' });
    await symlink('/etc/passwd', path.join(folder, 'absolute'));
    await symlink('../../../outside', path.join(folder, 'src/deep/outside'));
    await symlink('../../README.md', path.join(folder, 'src/deep/inside'));
    await symlink('.git/config', path.join(folder, 'to-git'));
  });
  const sha = order.base;
  const submodule = `diff --git a/vendor b/vendor\nnew file mode 160000\nindex ${'0'.repeat(40)}..${sha}\n--- /dev/null\n+++ b/vendor\n@@ -0,0 +1 @@\n+Subproject commit ${sha}\n`;
  const end = await push(demo, { ...order, patch: `${order.patch}${submodule}` });
  expect(end).toMatchObject({ kind: 'pushed' });
  const leftOut = end.kind === 'pushed' ? end.leftOut.map(({ path: file, why }) => `${file}: ${why}`) : [];
  expect(leftOut.sort()).toEqual([
    '.github/workflows/ci.yml: workflow',
    '.github/workflows/new.yml: workflow',
    'absolute: link',
    'src/deep/outside: link',
    'to-git: link',
    'vendor: submodule',
  ]);
  expect((await demo.git('diff', '--name-only', 'main', branch)).split('\n')).toEqual([
    '.github/dependabot.yml',
    'src/deep/file.txt',
    'src/deep/inside',
  ]);
});

for (const hostile of ['.git/hooks/pre-commit', 'src/.GIT/config', 'git~1/config']) {
  test(`a patch that writes ${hostile} keeps the rest`, async () => {
    await using demo = await demoRemote();
    const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
    const bad = order.patch.replaceAll('a.txt', hostile);
    const end = await push(demo, { ...order, patch: `${order.patch}${bad}` });
    expect(end).toMatchObject({ kind: 'pushed', leftOut: [{ path: hostile, why: 'git-folder' }] });
    expect(end).toMatchObject({ leftOutPatch: bad });
    expect(await demo.git('diff', '--name-only', 'main', branch)).toBe('a.txt');
  });
}

test('a patch that leaves the tree is not pushed', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
  const end = await push(demo, { ...order, patch: order.patch.replaceAll('a.txt', '../../a.txt') });
  expect(end.kind).toBe('conflicts');
  expect(existsSync(path.join(demo.folder, 'a.txt'))).toBe(false);
});

test('a push that loses a race is made again on the new head', async () => {
  await using demo = await demoRemote();
  await demo.commit(branch, { 'b.txt': 'b\n' });
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
  const other = await demo.commit('rival', { 'c.txt': 'c\n' });
  // The first push finds that somebody moved the branch between our fetch and our push.
  await mkdir(path.join(demo.bare, 'hooks'), { recursive: true });
  const once = path.join(demo.folder, 'once');
  const hook = `#!/bin/sh\n[ -e ${once} ] && exit 0\ntouch ${once}\nunset GIT_QUARANTINE_PATH\ngit update-ref refs/heads/${branch} ${other}\n`;
  await writeFile(path.join(demo.bare, 'hooks', 'pre-receive'), hook, { mode: 0o755 });
  expect(await push(demo, order)).toMatchObject({ kind: 'pushed' });
  expect(await demo.git('diff', '--name-only', other, branch)).toBe('a.txt');
  expect(await demo.git('merge-base', other, branch)).toBe(other);
});

test('a refusal of the server is told in its own words', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
  await mkdir(path.join(demo.bare, 'hooks'), { recursive: true });
  const hook = '#!/bin/sh\necho "GH013: Repository rule violations found for refs/heads/x" >&2\nexit 1\n';
  await writeFile(path.join(demo.bare, 'hooks', 'pre-receive'), hook, { mode: 0o755 });
  expect(await push(demo, order)).toEqual({
    kind: 'refused',
    detail: 'GH013: Repository rule violations found for refs/heads/x – pre-receive hook declined',
  });
});

test('a branch whose name is the beginning of the new one is named, and the push is tried once', async () => {
  await using demo = await demoRemote();
  await demo.commit('codex', { 'a.txt': 'theirs\n' });
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
  expect(await push(demo, order)).toEqual({
    kind: 'refused',
    detail:
      'the branch codex is in the way: git has no branches below the name of another. Rename it, or set another `branch` in the workflow',
  });
});

test('a repository without commits says so', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
  await using empty = await demoRemote({ empty: true });
  await expect(push(empty, order)).rejects.toMatchObject({ code: 'repository-empty' });
});

test('a missing branch to start from is named', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
  await expect(push(demo, { ...order, startsFrom: 'gone' })).rejects.toMatchObject({
    code: 'branch-gone',
    what: 'Neither the branch codex/issue-1/sum nor gone exists in octo-org/demo.',
  });
});

test('a machine without git is told apart from a repository that refuses', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, (folder) => writeFiles(folder, { 'a.txt': 'a\n' }));
  vi.stubEnv('PATH', demo.folder);
  const pushed = push(demo, order);
  await expect(pushed).rejects.toMatchObject({
    code: 'input-invalid',
    what: expect.stringContaining('spawn git ENOENT'),
  });
  vi.unstubAllEnvs();
});

test('a branch may begin with a commit of a fork that is on no branch', async () => {
  await using demo = await demoRemote();
  const head = await demo.commit('theirs', { 'their.txt': 'theirs\n' });
  await demo.git('update-ref', 'refs/pull/3/head', head);
  await demo.git('update-ref', '-d', 'refs/heads/theirs');
  const patch = '--- a/their.txt\n+++ b/their.txt\n@@ -1 +1 @@\n-theirs\n+ours\n';
  const order = { branch: 'codex/pr-3/greet', startsFrom: 'main', startsAt: head, base: head, patch } as const;
  const end = await publisher(demo.remote('push')).push({ ...order, requests: ['comment-7'], message: 'Greet\n' });
  expect(end).toMatchObject({ kind: 'pushed', leftOut: [] });
  expect(await demo.git('show', 'codex/pr-3/greet:their.txt')).toBe('ours');
  expect(await demo.git('rev-parse', 'codex/pr-3/greet^')).toBe(head);
});

test('a branch does not begin with a commit of a fork that has other workflow files', async () => {
  await using demo = await demoRemote();
  const head = await demo.commit('theirs', { '.github/workflows/evil.yml': 'on: push\n', 'their.txt': 'theirs\n' });
  const patch = '--- a/their.txt\n+++ b/their.txt\n@@ -1 +1 @@\n-theirs\n+ours\n';
  const order = { branch: 'codex/pr-3/greet', startsFrom: 'main', startsAt: head, base: head, patch } as const;
  const end = await publisher(demo.remote('push')).push({ ...order, requests: ['comment-7'], message: 'Greet\n' });
  expect(end).toEqual({
    kind: 'refused',
    detail: 'its workflow files differ from those of main: .github/workflows/evil.yml',
  });
  expect(await demo.git('branch', '--list', 'codex/*')).toBe('');
});

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { changesSince } from './changes.ts';
import { demoRemote, writeFiles } from './demo-remote.ts';
import { workingTree } from './working-tree.ts';

test('checkOut puts an empty folder on the branch and answers its commit', async () => {
  await using demo = await demoRemote();
  const sha = await demo.commit('codex/issue-1/sum', { 'a.txt': 'a\n' });
  const remote = demo.remote('tree');
  expect(await workingTree(remote).checkOut('codex/issue-1/sum')).toBe(sha);
  expect(await readFile(path.join(remote.folder, 'a.txt'), 'utf8')).toBe('a\n');
});

test('checkOut follows a branch that moved, and drops what an earlier job left', async () => {
  await using demo = await demoRemote();
  const remote = demo.remote('tree');
  const tree = workingTree(remote);
  await tree.checkOut('main');
  await writeFiles(remote.folder, { 'left-over.txt': 'old\n', 'README.md': 'changed\n' });
  const sha = await demo.commit('main', { 'new.txt': 'new\n' });
  expect(await tree.checkOut('main')).toBe(sha);
  expect(existsSync(path.join(remote.folder, 'left-over.txt'))).toBe(false);
  expect(await readFile(path.join(remote.folder, 'README.md'), 'utf8')).toBe('# Demo\n');
  expect(await tree.changesSince(sha)).toBeUndefined();
});

test('checkOut takes the place of a branch that is gone, whose name is the beginning of the new one', async () => {
  await using demo = await demoRemote();
  const tree = workingTree(demo.remote('tree'));
  await demo.commit('codex', { 'a.txt': 'a\n' });
  await tree.checkOut('codex');
  await demo.git('update-ref', '-d', 'refs/heads/codex');
  const sha = await demo.git('rev-parse', 'main');
  await demo.git('update-ref', 'refs/heads/codex/issue-1/sum', sha);
  expect(await tree.checkOut('codex/issue-1/sum', 'main')).toBe(sha);
  await demo.git('update-ref', '-d', 'refs/heads/codex/issue-1/sum');
  await demo.git('update-ref', 'refs/heads/codex', sha);
  expect(await tree.checkOut('codex')).toBe(sha);
});

test('checkOut completes a clone that was made with a filter', async () => {
  await using demo = await demoRemote();
  await demo.git('config', 'uploadpack.allowFilter', 'true');
  const remote = demo.remote('tree');
  await promisify(execFile)('git', [
    'clone',
    '--quiet',
    '--filter=blob:none',
    '--no-checkout',
    `file://${demo.bare}`,
    remote.folder,
  ]);
  expect(await workingTree(remote).checkOut('main')).toBe(await demo.git('rev-parse', 'main'));
  expect(await readFile(path.join(remote.folder, 'README.md'), 'utf8')).toBe('# Demo\n');
});

test('checkOut of a repository without commits says so', async () => {
  await using demo = await demoRemote({ empty: true });
  await expect(workingTree(demo.remote('tree')).checkOut('main')).rejects.toMatchObject({ code: 'repository-empty' });
});

test('requestsInHistory reads the trailers of the branch', async () => {
  await using demo = await demoRemote();
  await demo.commit('main', { a: 'a' }, 'One\n\nCodex-Request: issue-1\nCodex-Request: comment-22');
  await demo.commit('main', { b: 'b' }, 'Codex-Request: issue-9 is no trailer here\n\nbut text');
  const tree = workingTree(demo.remote('tree'));
  await tree.checkOut('main');
  expect(await tree.requestsInHistory()).toEqual(['issue-1', 'comment-22']);
});

test('a patch carries every kind of change to another tree, byte for byte', async () => {
  await using demo = await demoRemote();
  const base = await demo.commit('main', {
    'old-name.txt': 'moves\n',
    'gone.txt': 'x\n',
    'run.txt': '#!/bin/sh\n',
    '.gitignore': 'dist/\n',
  });
  const here = demo.remote('here');
  const there = demo.remote('there');
  await workingTree(here).checkOut('main');
  await workingTree(there).checkOut('main');
  const files = {
    'crlf.txt': 'one\r\ntwo\r\n',
    'latin1.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]),
    'binary.bin': Buffer.from(Array.from({ length: 600 }, (_, i) => i % 256)),
    'empty.txt': '',
    'no-newline.txt': 'end',
    'näme 🚀 "quoted".txt': 'emoji 🚀\n',
    '-dash.txt': 'dash\n',
    'new/deep/run.sh': '#!/bin/sh\n',
    'new-name.txt': 'moves\n',
    'dist/built.js': 'ignored\n',
  };
  await writeFiles(here.folder, { ...files, 'old-name.txt': undefined, 'gone.txt': undefined });
  await chmod(path.join(here.folder, 'run.txt'), 0o755);
  const patch = await workingTree(here).changesSince(base);
  expect(await workingTree(there).apply(patch ?? '')).toBe(true);
  for (const [name, content] of Object.entries(files)) {
    if (name.startsWith('dist/')) continue;
    expect(await readFile(path.join(there.folder, name)), name).toEqual(Buffer.from(content));
  }
  expect(existsSync(path.join(there.folder, 'dist/built.js'))).toBe(false);
  expect(existsSync(path.join(there.folder, 'gone.txt'))).toBe(false);
  expect(await workingTree(there).changesSince(base)).toBe(patch);
});

test('a readable patch stays readable', async () => {
  await using demo = await demoRemote();
  const remote = demo.remote('tree');
  const base = await workingTree(remote).checkOut('main');
  await writeFiles(remote.folder, { 'README.md': '# Démo 🚀\n' });
  expect(await workingTree(remote).changesSince(base ?? '')).toContain('+# Démo 🚀');
});

test('changesSince runs nothing that the work tree names, and leaves its index alone', async () => {
  await using demo = await demoRemote();
  const remote = demo.remote('tree');
  const base = await workingTree(remote).checkOut('main');
  const proof = path.join(demo.folder, 'it-ran');
  const config = `[filter "bad"]\n\tclean = touch ${proof}\n[diff "bad"]\n\ttextconv = touch ${proof}\n[core]\n\tfsmonitor = touch ${proof}\n`;
  await writeFile(path.join(remote.folder, '.git', 'config'), config);
  await writeFiles(remote.folder, { '.gitattributes': '* filter=bad diff=bad\n', 'README.md': 'changed\n' });
  const index = await readFile(path.join(remote.folder, '.git', 'index'));
  expect(await workingTree(remote).changesSince(base ?? '')).toContain('+changed');
  expect(existsSync(proof)).toBe(false);
  expect(await readFile(path.join(remote.folder, '.git', 'index'))).toEqual(index);
});

test('checkOut runs nothing that an earlier job left in .git', async () => {
  await using demo = await demoRemote();
  await demo.commit('main', { '.gitattributes': '* filter=bad\n' });
  const remote = demo.remote('tree');
  await workingTree(remote).checkOut('main');
  const proof = path.join(demo.folder, 'it-ran');
  await writeFile(path.join(remote.folder, '.git', 'config'), `[filter "bad"]\n\tsmudge = touch ${proof}\n`);
  await writeFile(path.join(remote.folder, 'README.md'), 'changed\n');
  await mkdir(path.join(remote.folder, '.git', 'hooks'), { recursive: true });
  const hook = path.join(remote.folder, '.git', 'hooks', 'post-checkout');
  await writeFile(hook, `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 });
  await workingTree(remote).checkOut('main');
  expect(existsSync(proof)).toBe(false);
});

test('a repository without commits inside the tree does not hide other changes', async () => {
  await using demo = await demoRemote();
  const remote = demo.remote('tree');
  const base = await workingTree(remote).checkOut('main');
  await mkdir(path.join(remote.folder, 'nested', '.git', 'refs'), { recursive: true });
  await mkdir(path.join(remote.folder, 'nested', '.git', 'objects'), { recursive: true });
  await writeFiles(remote.folder, {
    'nested/.git/HEAD': 'ref: refs/heads/main\n',
    'nested/a.txt': 'a\n',
    'b.txt': 'b\n',
  });
  expect(await workingTree(remote).changesSince(base ?? '')).toContain('b/b.txt');
});

test('apply merges three-way, and leaves the tree as it was when it cannot', async () => {
  await using demo = await demoRemote();
  const here = demo.remote('here');
  const base = await workingTree(here).checkOut('main');
  await writeFiles(here.folder, { 'README.md': '# Ours\n', 'new.txt': 'new\n' });
  await symlink('README.md', path.join(here.folder, 'link'));
  const patch = (await workingTree(here).changesSince(base ?? '')) ?? '';
  const there = demo.remote('there');
  await demo.commit('main', { 'README.md': '# Theirs\n' });
  const head = await workingTree(there).checkOut('main');
  expect(await workingTree(there).apply(patch)).toBe(false);
  expect(await workingTree(there).changesSince(head ?? '')).toBeUndefined();
  await demo.commit('main', { 'README.md': '# Demo\n', 'other.txt': 'other\n' });
  await workingTree(there).checkOut('main');
  expect(await workingTree(there).apply(patch)).toBe(true);
  expect(await readFile(path.join(there.folder, 'README.md'), 'utf8')).toBe('# Ours\n');
  expect(existsSync(path.join(there.folder, 'new.txt'))).toBe(true);
});

test('revert looks no further than the history that was fetched', async () => {
  await using demo = await demoRemote();
  await demo.commit('main', { 'a.txt': 'a\n' }, 'One\n\nCodex-Request: comment-7');
  let parent = await demo.git('rev-parse', 'main');
  for (let count = 0; count < 101; count += 1) {
    parent = await demo.git('commit-tree', 'main^{tree}', '-p', parent, '-m', `Commit ${count}`);
  }
  await demo.git('update-ref', 'refs/heads/main', parent);
  const tree = workingTree(demo.remote('tree'));
  await tree.checkOut('main');
  expect(await tree.revert(['comment-7'])).toEqual({ kind: 'nothing' });
});

test('revert and putBack run nothing that the work tree names', async () => {
  await using demo = await demoRemote();
  const remote = demo.remote('tree');
  const first = await demo.commit('main', { '.gitattributes': '* filter=bad\n' });
  const second = await demo.commit('main', { 'a.txt': 'a\n' }, 'One\n\nCodex-Request: comment-7');
  const tree = workingTree(remote);
  await tree.checkOut('main');
  const proof = path.join(demo.folder, 'it-ran');
  await writeFile(
    path.join(remote.folder, '.git', 'config'),
    `[filter "bad"]\n\tclean = touch ${proof}\n\tsmudge = touch ${proof}\n[core]\n\tfsmonitor = touch ${proof}\n`,
  );
  expect(await tree.revert(['comment-7'])).toMatchObject({ kind: 'reverted', commit: second });
  expect(await tree.changesSince(first)).toBeUndefined();
  await tree.putBack(second, undefined);
  expect(await readFile(path.join(remote.folder, 'a.txt'), 'utf8')).toBe('a\n');
  expect(existsSync(proof)).toBe(false);
});

test('AGENTS.md of the base is read beside a folder of skills that is a submodule', async () => {
  await using demo = await demoRemote();
  await demo.commit('main', { 'AGENTS.md': 'Be brief.\n', '.agents/notes.md': 'notes\n' });
  await demo.commitEntry('main', Buffer.from(`160000 ${'1'.repeat(40)}\t.agents/skills\0`));
  const tree = workingTree(demo.remote('turn'));
  await tree.checkOut('main');
  expect(await tree.instructionsOf('main')).toEqual({ branch: 'main', digest: '', document: 'Be brief.\n' });
});

test('a change that no text can hold is told of', async () => {
  await using demo = await demoRemote();
  const remote = demo.remote('tree');
  const base = (await workingTree(remote).checkOut('main')) ?? '';
  await writeFiles(remote.folder, { 'build.log': 'x\n'.repeat(1000) });
  await expect(changesSince(remote.folder, base, () => undefined, 2000)).rejects.toMatchObject({
    code: 'failed',
    what: 'The change has 1 MB as a patch, which is more than can be handed on.',
  });
});

test('what would make a change too large to be published is left out of it, and told of', async () => {
  await using demo = await demoRemote();
  const remote = demo.remote('turn');
  const leftOut: string[] = [];
  const tree = workingTree(remote, (file) => leftOut.push(file));
  const base = (await tree.checkOut('main')) ?? '';
  const empty = Buffer.alloc(60 * 1024 * 1024, '\n');
  await writeFiles(remote.folder, { 'core.dump': Buffer.alloc(80 * 1024 * 1024), 'lines.txt': empty, 'a.txt': 'a\n' });
  const patch = await tree.changesSince(base);
  expect(patch?.match(/(?<=^\+\+\+ b\/).*/gm)).toEqual(['a.txt']);
  expect(leftOut.toSorted()).toEqual(['core.dump', 'lines.txt']);
});

test.each([
  { what: 'attributes that call it none', files: { '.gitattributes': '* -diff\n' } },
  { what: 'a file in another encoding beside it', files: { 'latin.txt': Buffer.from('caf\xe9\n', 'latin1') } },
])('a change of text is written as text, whatever there is of $what', async ({ files }) => {
  await using demo = await demoRemote();
  const remote = demo.remote('turn');
  const tree = workingTree(remote);
  const base = (await tree.checkOut('main')) ?? '';
  await writeFiles(remote.folder, { ...files, 'a.js': 'steal()\n', 'z.js': 'more()\n' });
  const patch = (await tree.changesSince(base)) ?? '';
  expect(patch).toContain('\n+steal()\n');
  expect(patch).toContain('\n+more()\n');
  await tree.checkOut('main');
  expect(await tree.apply(patch)).toBe(true);
  expect(await tree.changesSince(base)).toBe(patch);
});

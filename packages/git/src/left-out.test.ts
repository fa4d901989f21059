import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CommitOrder, parseProtectedPaths } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { type DemoFiles, type DemoRemote, demoRemote, writeFiles } from './demo-remote.ts';
import { leavesTree } from './forbidden-path.ts';
import { publisher } from './publisher.ts';
import { workingTree } from './working-tree.ts';

const branch = 'codex/issue-1/x';

/** The order of a turn that changed main so. */
async function orderOf(demo: DemoRemote, files: DemoFiles, links: Readonly<Record<string, string>> = {}) {
  const remote = demo.remote('turn');
  const base = (await workingTree(remote).checkOut('main')) ?? '';
  await writeFiles(remote.folder, files);
  for (const [link, target] of Object.entries(links)) await symlink(target, path.join(remote.folder, link));
  const patch = (await workingTree(remote).changesSince(base)) ?? '';
  return { base, patch, requests: [], branch, startsFrom: 'main', message: 'Change' } satisfies CommitOrder;
}

const push = (demo: DemoRemote, order: CommitOrder) => publisher(demo.remote('publish')).push(order);
const pushedFiles = async (demo: DemoRemote) => (await demo.git('diff', '--name-only', 'main', branch)).split('\n');

test('what is protected is left out as a patch that goes on top of the rest', async () => {
  await using demo = await demoRemote();
  await demo.commit('main', { 'infra/main.tf': 'one\n', 'infra/logo.png': Buffer.from([0, 1, 2, 255]) });
  const order = await orderOf(demo, {
    'infra/main.tf': 'two\n',
    'infra/logo.png': Buffer.from([0, 3, 255]),
    'a.txt': 'a\n',
  });
  const end = await push(demo, { ...order, isProtected: parseProtectedPaths('infra') });
  expect(end).toMatchObject({
    kind: 'pushed',
    leftOut: [
      { path: 'infra/logo.png', why: 'protected' },
      { path: 'infra/main.tf', why: 'protected' },
    ],
  });
  expect(await pushedFiles(demo)).toEqual(['a.txt']);
  const remote = demo.remote('by-hand');
  await workingTree(remote).checkOut(branch);
  expect(await workingTree(remote).apply((end.kind === 'pushed' && end.leftOutPatch) || '')).toBe(true);
  expect(await workingTree(remote).changesSince(order.base)).toBe(order.patch);
});

test('a change of protected files alone makes no branch, and its patch is kept', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, { 'README.md': 'changed\n' });
  const end = await push(demo, { ...order, isProtected: parseProtectedPaths('*.md') });
  expect(end).toEqual({
    kind: 'nothing',
    leftOut: [{ path: 'README.md', why: 'protected' }],
    leftOutPatch: order.patch,
  });
});

test('new files with names that mean something else elsewhere are left out', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, { 'readme.md': 'x\n', 'aux.txt': 'x\n', 'a\u202eb': 'x\n', 'fine.md': 'x\n' });
  const end = await push(demo, order);
  expect(end.kind === 'pushed' && end.leftOut.map(({ why }) => why)).toEqual(['name', 'name', 'name']);
  expect(await pushedFiles(demo)).toEqual(['fine.md']);
});

test('a file that is larger than GitHub takes from a browser is left out', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, { 'big.bin': Buffer.alloc(26 * 1024 * 1024), 'small.txt': 'x\n' });
  const end = await push(demo, order);
  expect(end).toMatchObject({ kind: 'pushed', leftOut: [{ path: 'big.bin', why: 'size' }] });
  expect(await pushedFiles(demo)).toEqual(['small.txt']);
});

test('what may not be pushed is left out by the bytes of its name, whatever they spell', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, { 'a.txt': 'a\n' });
  const { folder } = demo.remote('turn');
  const at = (start: string) => Buffer.concat([Buffer.from(path.join(folder, start)), Buffer.from([0xff])]);
  for (const name of ['.github/workflows', 'infra']) await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(at('.github/workflows/ci.yml'), 'on: push\n');
  await writeFile(at('infra/main'), 'x\n');
  await symlink('/etc/passwd', at('link'));
  const patch = (await workingTree(demo.remote('turn')).changesSince(order.base)) ?? '';
  const end = await push(demo, { ...order, patch, isProtected: parseProtectedPaths('infra') });
  expect(end.kind === 'pushed' && end.leftOut.map(({ why }) => why)).toEqual(['workflow', 'protected', 'name']);
  expect(await pushedFiles(demo)).toEqual(['a.txt']);
});

test('the list of submodules is left out', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, { '.gitmodules': '[submodule "x"]\n\turl = https://example.com\n', a: 'a\n' });
  expect(await push(demo, order)).toMatchObject({ leftOut: [{ path: '.gitmodules', why: 'submodule' }] });
});

test('a patch that is no change of files is refused with the reason', async () => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, { 'a.txt': 'a\n' });
  const patch = order.patch.replace('new file mode 100644', 'new file mode 060000');
  expect(await push(demo, { ...order, patch })).toEqual({
    kind: 'refused',
    detail: 'the patch makes a file of the mode 060000, and there are none such in git',
  });
  expect(await demo.git('branch', '--list', branch)).toBe('');
});

test.each([
  { link: 'p/q/a', target: '../../x', leaves: false },
  { link: 'p/q/a', target: '../../../x', leaves: true },
  { link: 'a', target: './p/./q', leaves: false },
  { link: 'a', target: 'p/..', leaves: true },
  { link: 'a', target: 'p/b/../../etc/passwd', leaves: true },
  { link: 'p/b', target: '../..', leaves: true },
  { link: 'p/b', target: '..', leaves: false },
  { link: 'a', target: '.', leaves: false },
  { link: 'a', target: '...', leaves: false },
])('a link $link to $target leaves the tree: $leaves, also where others are links', ({ link, target, leaves }) => {
  expect(leavesTree(link, target)).toBe(leaves);
});

test.each([
  ['Macintosh line ends', '\r'],
  ['a line separator', '\u2028'],
])('words of a file that look like a header behind %s are no header', async (_what, end) => {
  await using demo = await demoRemote();
  const order = await orderOf(demo, { 'a.txt': `First${end}copy it,${end}old mode 1${end}diff --git a/a b/b\n` });
  expect(await push(demo, order)).toMatchObject({ kind: 'pushed', leftOut: [] });
});

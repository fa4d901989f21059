import { mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCodexHome } from './codex-home.ts';

let base: string;
let workspace: string;
beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'codex-home-'));
  workspace = path.join(base, 'workspace');
  await mkdir(workspace);
});
afterEach(() => rm(base, { recursive: true }));

test('a home outside workspace and temporary folders is made, for its owner only', async () => {
  const home = await openCodexHome({ folder: path.join(base, 'a', 'home'), workspace, temporaryFolders: [workspace] });
  expect(home.warning).toBeUndefined();
  expect((await stat(home.folder)).mode & 0o777).toBe(0o700);
});

test('a home in the workspace is refused', async () => {
  const order = { folder: path.join(workspace, '.state'), workspace, temporaryFolders: [] };
  await expect(openCodexHome(order)).rejects.toMatchObject({ code: 'input-invalid' });
});

test('a home in the workspace is refused when a link hides it', async () => {
  await mkdir(path.join(workspace, 'state'));
  await symlink(path.join(workspace, 'state'), path.join(base, 'link'));
  const order = { folder: path.join(base, 'link'), workspace, temporaryFolders: [] };
  await expect(openCodexHome(order)).rejects.toMatchObject({ code: 'input-invalid' });
});

test('a home whose name begins like that of the workspace is fine', async () => {
  const home = await openCodexHome({ folder: `${workspace}-home`, workspace, temporaryFolders: [] });
  expect(home.warning).toBeUndefined();
});

test('a home in a temporary folder is used, with a warning', async () => {
  const home = await openCodexHome({ folder: path.join(base, 'home'), workspace, temporaryFolders: [base] });
  expect(home.warning).toContain(`inside ${base}`);
});

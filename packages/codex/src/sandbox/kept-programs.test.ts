import { existsSync } from 'node:fs';
import { chmod, link, mkdir, mkdtemp, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepPrograms } from './kept-programs.ts';

let scratch: string;
let searched: string;
beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'kept-programs-'));
  const folders = ['open', 'system'].map((name) => path.join(scratch, name));
  for (const folder of folders) await mkdir(folder);
  searched = folders.join(path.delimiter);
  await program('system', 'git');
});
afterEach(() => rm(scratch, { recursive: true }));

async function program(folder: string, name: string, mode = 0o755): Promise<string> {
  const file = path.join(scratch, folder, name);
  await writeFile(file, '#!/bin/sh\n', { mode });
  return file;
}

test('programs of other names come and go', async () => {
  const kept = await keepPrograms(searched);
  await program('open', 'typescript');
  expect(await kept.putBack()).toEqual([]);
});

test('a program that stands before the real one is named and taken away', async () => {
  const kept = await keepPrograms(searched);
  const shim = await program('open', 'git');
  expect(await kept.putBack()).toEqual([shim]);
  expect(existsSync(shim)).toBe(false);
  expect(await kept.putBack()).toEqual([]);
});

test('a program that nobody had before is taken away, too: a later step may ask for it', async () => {
  const kept = await keepPrograms(searched);
  const shim = await program('open', 'gh');
  expect(await kept.putBack()).toEqual([shim]);
  expect(existsSync(shim)).toBe(false);
});

test('a program that was overwritten is named', async () => {
  const kept = await keepPrograms(searched);
  const git = await program('system', 'git');
  expect(await kept.putBack()).toEqual([git]);
});

test('a program in a folder that is lent may change its owner, which shows in its times, and nothing else', async () => {
  const lent = await realpath(path.join(scratch, 'open'));
  const git = await program('open', 'git');
  const kept = await keepPrograms(searched, { lent });
  const { atime, mtime } = await stat(git);
  await chmod(git, 0o700);
  expect(await kept.putBack()).toEqual([]);
  await writeFile(git, '#!/bin/no\n');
  await utimes(git, atime, mtime);
  expect(await kept.putBack()).toEqual([git]);
});

test('a program out of reach may be linked to meanwhile, as package managers do', async () => {
  const linked = async (reach?: readonly string[]) => {
    const kept = await keepPrograms(searched, { reach });
    await link(path.join(scratch, 'system', 'git'), path.join(scratch, `store-${reach?.length ?? 0}`));
    return kept.putBack();
  };
  expect(await linked([await realpath(path.join(scratch, 'open'))])).toEqual([]);
  expect(await linked()).toEqual([path.join(scratch, 'system', 'git')]);
});

test('a program out of reach that was overwritten all the same is named', async () => {
  const kept = await keepPrograms(searched, { reach: [path.join(scratch, 'open')] });
  const git = await program('system', 'git');
  expect(await kept.putBack()).toEqual([git]);
});

test('what cannot be run stands for nothing', async () => {
  const kept = await keepPrograms(searched);
  await program('open', 'git', 0o644);
  expect(await kept.putBack()).toEqual([]);
});

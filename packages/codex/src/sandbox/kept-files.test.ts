import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepFiles } from './kept-files.ts';

let folder: string;
let secret: string;
beforeEach(async () => {
  const scratch = await mkdtemp(path.join(tmpdir(), 'kept-files-'));
  folder = path.join(scratch, 'commands');
  secret = path.join(scratch, 'secret');
  await mkdir(folder);
  await writeFile(path.join(folder, 'env'), 'A=1\n');
  await writeFile(path.join(folder, 'output'), '');
  await writeFile(secret, 'kept');
});
afterEach(() => rm(path.dirname(folder), { recursive: true }));

const at = (name: string) => path.join(folder, name);
const textOf = (name: string) => readFile(at(name), 'utf8');

test('what nobody touched is not reported', async () => {
  const kept = await keepFiles([folder]);
  expect(await kept.putBack()).toEqual([]);
});

const changes = [
  { what: 'a line more', file: 'env', change: () => writeFile(at('env'), 'A=1\nLD_PRELOAD=/evil.so\n') },
  { what: 'other rights', file: 'env', change: () => chmod(at('env'), 0o777) },
  { what: 'a file that is gone', file: 'env', change: () => rm(at('env')) },
  { what: 'a new file', file: 'new', change: () => writeFile(at('new'), 'x') },
  { what: 'a new folder', file: 'new', change: () => mkdir(at('new')) },
  { what: 'a new folder that is closed', file: 'new', change: () => mkdir(at('new'), { mode: 0 }) },
  { what: 'a file that nobody may read', file: 'env', change: () => chmod(at('env'), 0) },
];
for (const { what, file, change } of changes) {
  test(`${what} is reported and undone`, async () => {
    const kept = await keepFiles([folder]);
    const mode = (await stat(at('env'))).mode;
    await change();
    expect(await kept.putBack()).toEqual([at(file)]);
    expect(await textOf('env')).toBe('A=1\n');
    expect((await stat(at('env'))).mode).toBe(mode);
    expect(await kept.putBack()).toEqual([]);
  });
}

test('a folder that was closed is open again, and what changed in it is undone', async () => {
  await chmod(at('output'), 0o666);
  const kept = await keepFiles([folder]);
  await writeFile(at('env'), 'LD_PRELOAD=/evil.so\n');
  await rm(at('output'));
  await chmod(folder, 0o311);
  expect(await kept.putBack()).toEqual([folder, at('env'), at('output')]);
  expect(await textOf('env')).toBe('A=1\n');
  expect(await kept.putBack()).toEqual([]);
});

test('a link in the place of a file is not followed: what it leads to stays as it is', async () => {
  const kept = await keepFiles([folder]);
  await rm(at('output'));
  await symlink(secret, at('output'));
  expect(await kept.putBack()).toEqual([at('output')]);
  expect(await textOf('output')).toBe('');
  expect(await readFile(secret, 'utf8')).toBe('kept');
});

test('a link in the place of the folder is taken away, and the folder is back', async () => {
  const kept = await keepFiles([folder]);
  await rm(folder, { recursive: true });
  await symlink(path.dirname(folder), folder);
  expect(await kept.putBack()).toContain(folder);
  expect(await textOf('env')).toBe('A=1\n');
  expect(await readFile(secret, 'utf8')).toBe('kept');
});

test('a place that was empty has to stay empty', async () => {
  const hook = at('hook');
  const kept = await keepFiles([hook]);
  await writeFile(hook, '#!/bin/sh\n', { mode: 0o755 });
  expect(await kept.putBack()).toEqual([hook]);
  expect(await kept.putBack()).toEqual([]);
});

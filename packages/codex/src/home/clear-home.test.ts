import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clearHome } from './clear-home.ts';

test('transcripts and settings stay, all else goes', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'clear-home-'));
  await mkdir(path.join(home, 'sessions', '2026'), { recursive: true });
  await mkdir(path.join(home, 'skills', 'mine'), { recursive: true });
  for (const name of ['config.toml', 'AGENTS.md', 'hooks.json']) await writeFile(path.join(home, name), '');
  await clearHome(home);
  expect((await readdir(home, { recursive: true })).sort()).toEqual(['config.toml', 'sessions', 'sessions/2026']);
  await rm(home, { recursive: true });
});

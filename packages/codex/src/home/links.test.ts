import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropLinks } from './links.ts';

let scratch: string;
let sessions: string;
beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'links-'));
  sessions = path.join(scratch, 'sessions');
  await mkdir(path.join(sessions, '2026'), { recursive: true });
  await writeFile(path.join(sessions, '2026', 'rollout.jsonl'), '{}');
  await mkdir(path.join(scratch, 'elsewhere'));
  await symlink('/nowhere', path.join(scratch, 'elsewhere', 'link'));
});
afterEach(() => rm(scratch, { recursive: true }));

test('files and folders stay, links go', async () => {
  await symlink('/proc/self/environ', path.join(sessions, '2026', 'rollout-2.jsonl'));
  await symlink(path.join(scratch, 'elsewhere'), path.join(sessions, '2027'));
  await dropLinks(sessions);
  expect(await readdir(sessions, { recursive: true })).toEqual(['2026', '2026/rollout.jsonl']);
});

test('a link in the place of the folder goes, and what it leads to is not touched', async () => {
  await rm(sessions, { recursive: true });
  await symlink(path.join(scratch, 'elsewhere'), sessions);
  await dropLinks(sessions);
  expect(existsSync(sessions)).toBe(false);
  expect(await readdir(path.join(scratch, 'elsewhere'))).toEqual(['link']);
});

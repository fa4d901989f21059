import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { dropLinks } from './links.ts';

/** What a later turn needs: the transcripts, and the settings that we wrote. */
const kept = new Set(['sessions', 'config.toml']);

/**
 * Takes out of `CODEX_HOME` what a turn without a sandbox may have put there for the next one: instructions, skills,
 * hooks. Codex makes the rest of it anew.
 */
export async function clearHome(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!kept.has(name)) await rm(path.join(home, name), { recursive: true, force: true });
  }
  await dropLinks(path.join(home, 'sessions'));
}

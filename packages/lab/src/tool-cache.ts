import { homedir } from 'node:os';
import path from 'node:path';

/** The folder where the lab and the tests keep tools that are large to download. */
export function sharedToolCache(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = environment['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.join(cache, 'codex-worker', 'tools');
}

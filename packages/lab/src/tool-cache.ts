import { homedir } from 'node:os';
import path from 'node:path';

/** The folder that the lab may use beyond one run of it. */
export function sharedCache(environment: NodeJS.ProcessEnv = process.env): string {
  return path.join(environment['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'codex-worker');
}

/** The folder where the lab and the tests keep tools that are large to download. */
export function sharedToolCache(environment: NodeJS.ProcessEnv = process.env): string {
  return path.join(sharedCache(environment), 'tools');
}

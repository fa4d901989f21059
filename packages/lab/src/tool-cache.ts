import { homedir, userInfo } from 'node:os';
import path from 'node:path';

/** The folder that the lab may use beyond one run of it. Never below /tmp, which Codex's sandbox lets a model write to. */
export function sharedCache(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = path.resolve(environment['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'));
  const isTemporary = ['/tmp', environment['TMPDIR']].some((folder) => folder && `${cache}/`.startsWith(`${folder}/`));
  return isTemporary ? `/var/tmp/codex-worker-${userInfo().uid}` : path.join(cache, 'codex-worker');
}

/** The folder where the lab and the tests keep tools that are large to download. */
export function sharedToolCache(environment: NodeJS.ProcessEnv = process.env): string {
  return path.join(sharedCache(environment), 'tools');
}

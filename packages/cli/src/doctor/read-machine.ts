import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { MachineFacts } from './check-machine.ts';

/** Looks at this machine, and tries to make a user namespace. */
export async function readMachine(): Promise<MachineFacts> {
  const [apparmor, clone, most] = await Promise.all(
    [
      '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
      '/proc/sys/kernel/unprivileged_userns_clone',
      '/proc/sys/user/max_user_namespaces',
    ].map(setting),
  );
  return { platform: process.platform, kernel: { apparmor, clone, most }, refusal: await tryNamespace() };
}

async function setting(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}

async function tryNamespace(): Promise<MachineFacts['refusal']> {
  try {
    await promisify(execFile)('unshare', ['--user', '--map-root-user', '--mount', 'true'], { timeout: 10_000 });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    if ('code' in error && error.code === 'ENOENT') return null;
    const stderr = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
    return (stderr.split('\n').at(-1) || error.message).replace(/\.$/, '');
  }
}

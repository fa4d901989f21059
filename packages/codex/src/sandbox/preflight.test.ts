import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertSandbox } from './preflight.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'preflight-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A program in the place of Codex, since this machine's sandbox may well work. */
async function orderWith(script: string) {
  const binary = path.join(folder, 'codex');
  await writeFile(binary, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const home = { folder, warning: undefined };
  const signal = new AbortController().signal;
  return { binary, home, workspace: folder, sandbox: 'workspace-write', environment: process.env, signal } as const;
}

test('a sandbox that starts is fine', async () => {
  await expect(assertSandbox(await orderWith('[ "$1" = sandbox ]'))).resolves.toBeUndefined();
});

test('a sandbox that cannot start says why, and what to change', async () => {
  const bwrap = 'bwrap: Creating new namespace failed: Operation not permitted';
  const order = await orderWith(`echo 'WARNING: aliases' >&2; echo '${bwrap}' >&2; exit 1`);
  await expect(assertSandbox(order)).rejects.toMatchObject({
    code: 'sandbox',
    what: `Codex's sandbox (workspace-write) cannot start on this runner: ${bwrap}.`,
    fix: expect.stringContaining('kernel.apparmor_restrict_unprivileged_userns=0'),
  });
});

test('without a sandbox there is nothing to try', async () => {
  const order = await orderWith('exit 1');
  await expect(assertSandbox({ ...order, sandbox: 'danger-full-access' })).resolves.toBeUndefined();
});

import { isUtf8 } from 'node:buffer';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plainDiff } from './plain-diff.ts';
import type { Git } from './run-git.ts';

/**
 * A patch as git itself would write it, where it fits the commit; undefined where it does not. Models miscount the lines of
 * a hunk, so the counts are not believed. Nothing is written to files.
 */
export async function settledPatch(git: Git, commit: string, patch: string): Promise<string | undefined> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'codex-worker-patch-'));
  const env = { GIT_INDEX_FILE: path.join(scratch, 'index') };
  try {
    await git.run(['read-tree', commit], { env });
    const options = ['--cached', '--recount', '--whitespace=nowarn'];
    const applied = await git.attempt(['apply', ...options, '-'], { env, input: patch });
    if (applied.exitCode !== 0) return undefined;
    const written = await git.run(['diff', '--cached', '--full-index', ...plainDiff, commit, '--'], { env });
    return written.length > 0 && isUtf8(written) ? written.toString() : undefined;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

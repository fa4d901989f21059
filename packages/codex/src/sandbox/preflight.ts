import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure, type Sandbox } from '@codex-worker/core';
import type { CodexHome } from '../home/codex-home.ts';
import { codexEnvironment } from '../process/environment.ts';
import type { CodexUser } from '../user/codex-user.ts';
import { jobUser } from '../user/job-user.ts';

export interface PreflightOrder {
  readonly binary: string;
  readonly home: CodexHome;
  readonly workspace: string;
  readonly sandbox: Sandbox;
  readonly environment: NodeJS.ProcessEnv;
  /** As whom Codex runs; whoever runs the job, if it is left out. */
  readonly user?: CodexUser | undefined;
  readonly signal: AbortSignal;
}

/** It takes 0.05 s where it works. */
const PATIENCE_MS = 15_000;

/** Tries the sandbox. Without this every command of a turn would fail, and the turn would still count as answered. */
export async function assertSandbox(order: PreflightOrder): Promise<void> {
  if (order.sandbox === 'danger-full-access') return;
  const { user = jobUser } = order;
  const loan = await user.lend();
  try {
    const { command, args, environment } = user.launch({
      command: order.binary,
      args: ['sandbox', '-c', `sandbox_mode="${order.sandbox}"`, 'true'],
      environment: codexEnvironment({ ...order.environment, ...user.environment }, order.home.folder),
    });
    await promisify(execFile)(command, args, {
      cwd: order.workspace,
      env: environment,
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
      signal: order.signal,
    });
  } catch (cause) {
    order.signal.throwIfAborted();
    throw cannotStart(order.sandbox, reasonOf(cause), cause);
  } finally {
    await loan.end();
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if ('killed' in cause && cause.killed === true) return `it did not answer within ${PATIENCE_MS / 1000} s`;
  const stderr = 'stderr' in cause && typeof cause.stderr === 'string' ? cause.stderr : '';
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('WARNING'));
  return lines.at(-1)?.trim() ?? cause.message;
}

function cannotStart(sandbox: Sandbox, why: string, cause: unknown): Failure {
  return new Failure('sandbox', {
    what: `Codex's sandbox (${sandbox}) cannot start on this runner: ${why}.`,
    fix:
      'Add a step before this one that runs `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu 24.04), ' +
      'or, where that is not allowed, `kernel.unprivileged_userns_clone=1` and `user.max_user_namespaces=15000`.',
    cause,
  });
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '@codex-worker/core';

/** The right to do as root what only root may. */
export interface Root {
  /** Whether we are root ourselves. */
  readonly isRoot: boolean;
  /** What stands before a command: nothing for root, `sudo` for others. */
  readonly prefix: readonly string[];
  /** Runs a command and answers its output. */
  run(...command: readonly string[]): Promise<string>;
}

/** Finds a way to act as root without a password. */
export async function becomeRoot(): Promise<Root> {
  const isRoot = process.getuid?.() === 0;
  const root = rootBy(isRoot ? [] : ['sudo', '-n', '--']);
  try {
    await root.run('setpriv', '--version');
    return root;
  } catch (cause) {
    throw noRoot(isRoot, cause);
  }
}

function rootBy(prefix: readonly string[]): Root {
  return {
    isRoot: prefix.length === 0,
    prefix,
    run: async (...command) => {
      const [program = '', ...args] = [...prefix, ...command];
      const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 64 * 1024 * 1024 });
      return stdout;
    },
  };
}

function noRoot(isRoot: boolean, cause: unknown): Failure {
  const why = cause instanceof Error ? cause.message.trim().split('\n').at(-1) : String(cause);
  const need = isRoot ? 'setpriv (package util-linux)' : 'sudo without a password, and setpriv (package util-linux),';
  return new Failure('safety', {
    what: `Codex cannot be given a user of its own on this runner: ${why}.`,
    fix: `Provide ${need} on the runner, or set the input \`safety\` to \`sandbox\`.`,
    cause,
  });
}

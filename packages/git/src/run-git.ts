import { spawn } from 'node:child_process';
import { Failure } from '@codex-worker/core';

/** Environment variables that give one git process access to the remote. */
export type GitAccess = Readonly<Record<string, string>>;

export interface GitCall {
  readonly input?: string | Uint8Array;
  /** Added to the environment of this process only. */
  readonly env?: GitAccess;
  readonly signal?: AbortSignal | undefined;
}

/** How a git process ended. */
export interface GitEnd {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Git ended with an error that the caller did not expect. */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly exitCode: number;
  readonly stderr: string;

  constructor(args: readonly string[], { exitCode, stderr }: GitEnd) {
    super(`git ${args[0]} ended with exit code ${exitCode}: ${stderr.trim()}`);
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/** A git directory, worked on with plain git: no hooks, no filters, no configuration of the machine or of a person. */
export interface Git {
  readonly gitDir: string;
  /** Runs git and answers how it ended, well or badly. */
  attempt(args: readonly string[], call?: GitCall): Promise<GitEnd>;
  /** Runs git and answers its output; an error is thrown. */
  run(args: readonly string[], call?: GitCall): Promise<Buffer>;
  /** The same as text, without line ends around it. */
  text(args: readonly string[], call?: GitCall): Promise<string>;
}

/** Opens a git directory by its name, so that git neither searches for one nor asks who owns it. */
export function openGit(gitDir: string, workTree?: string): Git {
  const place = { GIT_DIR: gitDir, ...(workTree === undefined ? {} : { GIT_WORK_TREE: workTree }) };
  const attempt = (args: readonly string[], call: GitCall = {}) =>
    spawnGit(args, { ...call, env: { ...place, ...call.env } }, workTree ?? gitDir);
  const run = async (args: readonly string[], call?: GitCall) => {
    const end = await attempt(args, call);
    if (end.exitCode !== 0) throw new GitError(args, end);
    return end.stdout;
  };
  return { gitDir, attempt, run, text: async (args, call) => (await run(args, call)).toString().trim() };
}

/** What a repository's own configuration could make git run is switched off on the command line, which wins. */
const plainSettings = Object.entries({
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.attributesFile': '/dev/null',
  'core.quotePath': 'true',
  'core.protectHFS': 'true',
  'core.protectNTFS': 'true',
  'credential.helper': '',
  'submodule.recurse': 'false',
  'log.showSignature': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  // A connection that carries less than this is dead. A server may take minutes to count what a large repository has.
  'http.lowSpeedLimit': '1000',
  'http.lowSpeedTime': '120',
}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Git finds its own programs, certificates and the way through a proxy; nothing else reaches it. */
const inherited = [
  'PATH',
  'HOME',
  'TMPDIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'SYSTEMROOT',
];

function plainEnvironment(): Record<string, string> {
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    // Messages are read by us.
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    // A configuration may promise objects of another repository, and name the program that git fetches them with.
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

function spawnGit(args: readonly string[], { input, env, signal }: GitCall, cwd: string): Promise<GitEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...plainSettings, ...args], {
      cwd,
      env: { ...plainEnvironment(), ...env },
      ...(signal ? { signal } : {}),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => reject(isMissing(error) ? noGit(error) : error));
    child.on('close', (code) =>
      resolve({ exitCode: code ?? 1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
    // Git may end before it has read everything; its exit code tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

const isMissing = (error: Error): boolean => 'code' in error && error.code === 'ENOENT';

function noGit(cause: Error): Failure {
  return new Failure('input-invalid', {
    what: `Git could not be started: ${cause.message}.`,
    fix: 'Install git 2.32 or later on the runner or in the container of the job.',
    cause,
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@codex-worker/core';
import { type GitRemote, remoteAccess, remoteUrl } from './git-remote.ts';
import { makeRoom } from './make-room.ts';
import type { Git, GitEnd } from './run-git.ts';

/** Waits between attempts to reach the server. */
const pauses = [1000, 3000];

/** Commits that the remote's branches point to, by branch, of those asked for that exist. */
export async function remoteHeads(
  git: Git,
  remote: GitRemote,
  branches: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const patterns = branches.map((branch) => `refs/heads/${branch}`);
  const end = await talk(git, remote, ['ls-remote', '--quiet', remoteUrl(remote), ...patterns]);
  const heads = end.stdout
    .toString()
    .split('\n')
    .map((line) => line.split('\t'))
    // ls-remote matches the ends of names: `main` also finds `refs/heads/old/refs/heads/main`.
    .flatMap(([sha = '', ref = '']) =>
      patterns.includes(ref) ? [[ref.slice('refs/heads/'.length), sha] as const] : [],
    );
  return new Map(heads);
}

/** Fetches refs or commits by their SHA; only as much history as trailers are read from. */
export async function fetchFrom(git: Git, remote: GitRemote, wanted: Wanted): Promise<void> {
  await talk(git, remote, fetchArguments(remote, wanted));
}

interface Wanted {
  readonly refs: readonly string[];
  /** Undefined leaves whole history whole. */
  readonly depth: number | undefined;
}

function fetchArguments(remote: GitRemote, { refs, depth }: Wanted): readonly string[] {
  const shallow = depth === undefined ? [] : [`--depth=${depth}`];
  const options = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', ...shallow];
  return ['fetch', ...options, remoteUrl(remote), ...refs];
}

/**
 * Fetches a branch to `origin/<branch>`; false when the remote has none of that name. Asking for it first would be a second
 * connection, and so would its base, which comes along if it is there.
 */
export async function fetchBranch(
  git: Git,
  remote: GitRemote,
  branch: string,
  depth: number | undefined,
  base = branch,
): Promise<boolean> {
  const names = [...new Set([branch, base])];
  await makeRoom(git, names);
  const refs = names.map((name) => `+refs/heads/${name}:refs/remotes/origin/${name}`);
  const end = await talk(git, remote, fetchArguments(remote, { refs, depth }), isMissing);
  if (end.exitCode === 0 || base === branch) return end.exitCode === 0;
  return fetchBranch(git, remote, branch, depth);
}

const isMissing = ({ stderr }: GitEnd): boolean => stderr.includes("couldn't find remote ref");

/** Fetches a commit that no branch need have; false when the remote does not have it either. */
export async function fetchCommit(git: Git, remote: GitRemote, sha: string, depth: number): Promise<boolean> {
  const end = await talk(git, remote, fetchArguments(remote, { refs: [sha], depth }), isUnknown);
  return end.exitCode === 0;
}

const isUnknown = ({ stderr }: GitEnd): boolean => /not our ref|unadvertised object/.test(stderr);

/** Fails as the person should hear it when the repository has no branch at all. */
export async function refuseEmptyRepository(git: Git, remote: GitRemote): Promise<void> {
  const { stdout } = await talk(git, remote, ['ls-remote', '--quiet', '--heads', remoteUrl(remote)]);
  if (stdout.length > 0) return;
  throw new Failure('repository-empty', {
    what: `The repository ${remote.repository} has no commits.`,
    fix: 'Push a first commit and ask again.',
  });
}

/** Runs a git command that reads from the server, again when the server cannot be reached. */
async function talk(
  git: Git,
  remote: GitRemote,
  args: readonly string[],
  isAnswer: (end: GitEnd) => boolean = () => false,
): Promise<GitEnd> {
  for (const pause of [...pauses, undefined]) {
    const end = await git.attempt(args, { env: remoteAccess(remote), signal: remote.signal });
    if (end.exitCode === 0 || isAnswer(end)) return end;
    if (!isPassing(end.stderr) || pause === undefined) throw unreachable(end, remote, 'contents: read');
    await sleep(pause);
  }
  throw new TypeError('unreachable: the last attempt returns or throws');
}

/** Whether another attempt may go better: the network, a server error or a rate limit. */
export function isPassing(stderr: string): boolean {
  // Curl has many words for a connection that did not come about; only the server's own answer is a status.
  if (/unable to access '[^']*': (?!The requested URL returned error)/i.test(stderr)) return true;
  return /returned error: (?:5\d\d|429)|Could not resolve host|Failed to connect|Connection (?:reset|refused|timed out)|early EOF|hung up unexpectedly|Operation too slow|RPC failed|Empty reply/i.test(
    stderr,
  );
}

/** The failure that a person should read when git could not talk to the server. */
export function unreachable({ stderr, exitCode }: GitEnd, remote: GitRemote, permission: string): Failure {
  const said = essence(stderr) || `exit code ${exitCode}`;
  if (
    /returned error: (?:401|403|404)|Authentication failed|could not read Username|not found|access denied/i.test(
      stderr,
    )
  ) {
    return new Failure('permission-missing', {
      what: `${remote.server} refused git access to ${remote.repository}: ${said}.`,
      fix: `Add "${permission}" to the permissions of the job, or pass a token that has it.`,
    });
  }
  return new Failure('github-unavailable', {
    what: `Git could not talk to ${remote.server} about ${remote.repository}: ${said}.`,
    fix: 'Re-run the failed jobs when GitHub is well again.',
  });
}

/** What the server or git said, in one line. */
export function essence(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^(?:remote|fatal|error): */, '').trim())
    .filter((line) => line !== '' && !/^To |^hint:|failed to push some refs/.test(line));
  return lines.join(' ').replace(/\.$/, '').slice(0, 600);
}

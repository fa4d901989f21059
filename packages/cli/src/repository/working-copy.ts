import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Misuse } from '../misuse.ts';
import { parseRemote, type RemoteRepository } from './remote-address.ts';

/** The repository of a folder. */
export interface WorkingCopy {
  /** Its root. */
  readonly folder: string;
  /** Whether that is the folder it was found from. */
  readonly isRoot: boolean;
  /** Undefined: HEAD is detached. */
  readonly branch: string | undefined;
  readonly remote: RemoteRepository;
}

/** Finds the repository that a folder is in, and the GitHub repository that it belongs to. */
export async function findWorkingCopy(folder: string, remoteName: string): Promise<WorkingCopy> {
  const root = await repositoryRoot(folder);
  if (root === undefined) throw await whyNone(folder);
  const address = await git(root, ['remote', 'get-url', remoteName]);
  if (address === undefined) {
    throw new Misuse(
      `The repository ${root} has no remote "${remoteName}". Add the one on GitHub: git remote add ${remoteName} ADDRESS; or name another with --remote.`,
    );
  }
  const remote = parseRemote(address);
  if (remote === undefined) {
    throw new Misuse(
      `The remote "${remoteName}" is ${withoutPassword(address)}, which is no repository on a GitHub. Name another remote with --remote.`,
    );
  }
  const isRoot = (await git(folder, ['rev-parse', '--show-prefix'])) === '';
  return { folder: root, isRoot, branch: await git(root, ['symbolic-ref', '--quiet', '--short', 'HEAD']), remote };
}

/** The root of the repository that a folder is in; undefined: it is in none. */
export function repositoryRoot(folder: string): Promise<string | undefined> {
  return git(folder, ['rev-parse', '--show-toplevel']);
}

/** Git also refuses a repository of somebody else, as a container often has, and one without files. */
async function whyNone(folder: string): Promise<Misuse> {
  const { refusal = '' } = await ask(folder, ['rev-parse', '--show-toplevel']);
  const [, owned] = /dubious ownership in repository at '(.*)'/.exec(refusal) ?? [];
  if (owned !== undefined) {
    return new Misuse(
      `Git refuses ${owned}, for it belongs to somebody else. If you trust it: git config --global --add safe.directory ${owned}`,
    );
  }
  const bare = /must be run in a work tree/.test(refusal);
  return new Misuse(
    `${folder} is in ${bare ? 'no working tree of a' : 'no git'} repository. Change to a clone of yours, or clone one: git clone ADDRESS.`,
  );
}

/** What git says, or undefined where it refuses. */
async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  return (await ask(folder, args)).said;
}

async function ask(folder: string, args: readonly string[]): Promise<{ said?: string; refusal?: string }> {
  // Its words are read: they are to be the English ones.
  const env = { ...process.env, LC_ALL: 'C' };
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, ...args], { env });
    return { said: stdout.trim() };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Misuse('There is no git on this machine, or the folder is gone. Install git.');
    }
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}

const withoutPassword = (address: string): string => address.replace(/\/\/[^@/]*@/, '//');

import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GitError, type GitOptions, runGit } from './git-command.ts';

/** A bare repository on disk: the truth about refs, commits and files. */
export interface BareRepository {
  readonly folder: string;
  /** Raw output of a git command. */
  run(args: readonly string[], options?: GitOptions): Promise<Buffer>;
  /** Output of a git command as text, without the last line break. */
  text(args: readonly string[], options?: GitOptions): Promise<string>;
  /** The same, or undefined when git refuses. */
  ask(args: readonly string[]): Promise<string | undefined>;
}

/** Makes an empty bare repository with the hooks of the lab. Written by hand: `git init` takes longer than all of it. */
export async function createBareRepository(folder: string, defaultBranch: string): Promise<BareRepository> {
  for (const inside of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
    await mkdir(path.join(folder, inside), { recursive: true });
  await writeFile(path.join(folder, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`);
  await writeFile(path.join(folder, 'config'), config);
  await cp(path.join(import.meta.dirname, 'hooks'), path.join(folder, 'hooks'), { recursive: true });
  return openBareRepository(folder);
}

const config = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
	logAllRefUpdates = false
[http]
	receivepack = true
[receive]
	# Refs of pull requests are GitHub's own.
	hideRefs = refs/pull
	autogc = false
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
[gc]
	auto = 0
[fastimport]
	# Leaves a small pack as it is rather than start another process to unpack it.
	unpackLimit = 1
`;

function openBareRepository(folder: string): BareRepository {
  const run = (args: readonly string[], options?: GitOptions) => runGit(folder, args, options);
  const text = async (args: readonly string[], options?: GitOptions) =>
    (await run(args, options)).toString().replace(/\n$/, '');
  return {
    folder,
    run,
    text,
    async ask(args) {
      try {
        return await text(args);
      } catch (error) {
        if (error instanceof GitError) return undefined;
        throw error;
      }
    },
  };
}

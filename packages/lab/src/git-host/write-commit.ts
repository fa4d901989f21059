import type { BareRepository } from './bare-repository.ts';
import type { Signature } from './commits.ts';
import { GitError } from './git-command.ts';

export type FileChange =
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly bytes: Uint8Array;
      readonly mode?: '100644' | '100755' | '120000';
    }
  | { readonly kind: 'delete'; readonly path: string };

export interface NewCommit {
  readonly branch: string;
  /** The whole name of the ref, where it is no branch. */
  readonly ref?: string;
  /** The branch's tip as the caller saw it; undefined makes the branch. */
  readonly parent: string | undefined;
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
  readonly changes: readonly FileChange[];
}

/** Puts one commit on a branch; undefined when the branch has moved since. */
export async function writeCommit(repository: BareRepository, commit: NewCommit): Promise<string | undefined> {
  try {
    // The answer to `get-mark` is all that fast-import prints: the commit's SHA.
    return await repository.text(['fast-import', '--quiet'], { input: fastImport(commit) });
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

function fastImport(commit: NewCommit): Buffer {
  const parts: (string | Uint8Array)[] = [
    `commit ${commit.ref ?? `refs/heads/${commit.branch}`}\nmark :1\n`,
    `author ${signature(commit.author)}\ncommitter ${signature(commit.committer)}\n`,
    ...data(Buffer.from(commit.message)),
  ];
  if (commit.parent !== undefined) parts.push(`from ${commit.parent}\n`);
  for (const change of commit.changes) {
    if (change.kind === 'delete') parts.push(`D ${quoted(change.path)}\n`);
    else parts.push(`M ${change.mode ?? '100644'} inline ${quoted(change.path)}\n`, ...data(change.bytes));
  }
  parts.push('get-mark :1\n');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

function data(bytes: Uint8Array): (string | Uint8Array)[] {
  return [`data ${bytes.length}\n`, bytes, '\n'];
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function signature({ name, email, date }: Signature): string {
  return `${name.replaceAll(/[<>\n]/g, '')} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}

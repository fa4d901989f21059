import type { BareRepository } from './bare-repository.ts';

export interface ChangedFile {
  readonly path: string;
  readonly previousPath?: string;
  /** The blob after the change; before it for a removed file. */
  readonly blob: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed' | 'changed';
  readonly additions: number;
  readonly deletions: number;
  /** The hunks; undefined for binary files. */
  readonly patch?: string;
}

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What changed between two commits; without a base, everything is new. */
export async function diffCommits(
  repository: BareRepository,
  base: string | undefined,
  head: string,
): Promise<readonly ChangedFile[]> {
  const range = [base ?? emptyTree, head];
  const [raw, patch] = await Promise.all([
    repository.text(['diff', '--raw', '--numstat', '-z', '-M', '--no-abbrev', ...range]),
    repository.text(['diff', '-p', '-M', ...range]),
  ]);
  // Both list the files in the same order.
  const patches = patch.split(/^(?=diff --git )/m);
  return parseFiles(raw.split('\0')).map((file, at) => {
    const hunks = patches[at]?.match(/^@@ [\s\S]*/m)?.[0].replace(/\n$/, '');
    return hunks === undefined ? file : { ...file, patch: hunks };
  });
}

/** The unified diff between two commits, as `git diff` prints it. */
export async function unifiedDiff(repository: BareRepository, base: string, head: string): Promise<string> {
  return (await repository.run(['diff', '-p', '-M', '--full-index', '--binary', base, head])).toString();
}

const statuses: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  M: 'modified',
  D: 'removed',
  R: 'renamed',
  T: 'changed',
};

type Named = Omit<ChangedFile, 'additions' | 'deletions' | 'patch'>;

function parseFiles(tokens: string[]): readonly ChangedFile[] {
  const named: Named[] = [];
  let token = tokens.shift();
  for (; token?.startsWith(':'); token = tokens.shift()) {
    const [, , before = '', after = '', letter = ''] = token.split(' ');
    const first = tokens.shift() ?? '';
    const status = statuses[letter.charAt(0)] ?? 'modified';
    const blob = status === 'removed' ? before : after;
    named.push(
      status === 'renamed'
        ? { path: tokens.shift() ?? '', previousPath: first, blob, status }
        : { path: first, blob, status },
    );
  }
  return named.map((file) => {
    const [additions = '0', deletions = '0'] = (token ?? '').split('\t');
    // A rename's two paths follow as tokens of their own.
    if (file.status === 'renamed') tokens.splice(0, 2);
    token = tokens.shift();
    return { ...file, additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
  });
}

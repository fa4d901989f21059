import type { BareRepository } from './bare-repository.ts';

export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

const fields = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];
const format = `--format=${fields.join('%x00')}%x00%x1e`;

/** One commit, by SHA. */
export async function readCommit(repository: BareRepository, sha: string): Promise<Commit> {
  const [commit] = parse(await repository.text(['log', '-1', format, '--end-of-options', sha]));
  if (commit === undefined) throw new Error(`Git printed no commit for ${sha}.`);
  return commit;
}

export interface LogOptions {
  readonly skip?: number;
  readonly limit?: number;
  readonly path?: string;
  readonly reverse?: boolean;
}

/** The commits of a range such as `base..head`, newest first unless reversed. */
export async function listCommits(
  repository: BareRepository,
  range: string,
  options: LogOptions = {},
): Promise<readonly Commit[]> {
  const args = ['log', format];
  if (options.skip !== undefined) args.push(`--skip=${options.skip}`);
  if (options.limit !== undefined) args.push(`--max-count=${options.limit}`);
  if (options.reverse === true) args.push('--reverse');
  return parse(
    await repository.text([...args, '--end-of-options', range, '--', ...(options.path ? [options.path] : [])]),
  );
}

function parse(output: string): readonly Commit[] {
  return output
    .split('\x1e')
    .map((record) => record.replace(/^\n/, ''))
    .filter((record) => record !== '')
    .map((record) => {
      const [sha = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] =
        record.split('\0');
      return {
        sha,
        tree,
        parents: parents === '' ? [] : parents.split(' '),
        author: { name: an, email: ae, date: utc(ad) },
        committer: { name: cn, email: ce, date: utc(cd) },
        message: message.trimEnd(),
      };
    });
}

function utc(date: string): string {
  return `${new Date(date).toISOString().slice(0, 19)}Z`;
}

/** How far two commits are apart: commits that only the head has, and commits that only the base has. */
export async function countApart(repository: BareRepository, base: string, head: string) {
  const counts = await repository.text(['rev-list', '--left-right', '--count', `${base}...${head}`]);
  const [behind = 0, ahead = 0] = counts.split(/\s+/).map(Number);
  return { ahead, behind };
}

/** The best common ancestor, undefined when the histories are unrelated. */
export function mergeBase(repository: BareRepository, one: string, other: string): Promise<string | undefined> {
  return repository.ask(['merge-base', one, other]);
}

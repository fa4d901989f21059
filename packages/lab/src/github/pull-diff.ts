import { countApart, mergeBase, readCommit } from '../git-host/commits.ts';
import { type ChangedFile, diffCommits } from '../git-host/diff.ts';
import { commitTree, mergeTrees } from '../git-host/merge.ts';
import { branchTip, listRefs } from '../git-host/refs.ts';
import type { PullThread } from './bodies/pull-body.ts';
import type { Hosted } from './hosted.ts';
import type { Thread } from './thread.ts';

/** What a pull request would change. */
export interface PullDiff {
  readonly files: readonly ChangedFile[];
  readonly commits: number;
  /** The commit that merging would give now; null when the branches conflict. */
  readonly testMerge: string | null;
}

/** Compares base and head of a pull request. */
export function pullDiff(hosted: Hosted, thread: PullThread): Promise<PullDiff> {
  const { baseSha, headSha } = thread.pull;
  const key = `${baseSha}..${headSha}`;
  let diff = hosted.diffs.get(key);
  if (diff === undefined) {
    diff = compare(hosted, baseSha, headSha);
    hosted.diffs.set(key, diff);
  }
  return diff;
}

async function compare(hosted: Hosted, base: string, head: string): Promise<PullDiff> {
  const [common, { ahead }, tree, commit] = await Promise.all([
    mergeBase(hosted.git, base, head),
    countApart(hosted.git, base, head),
    mergeTrees(hosted.git, base, head),
    readCommit(hosted.git, head),
  ]);
  const files = await diffCommits(hosted.git, common, head);
  if (tree === undefined) return { files, commits: ahead, testMerge: null };
  const by = { name: 'GitHub', email: 'noreply@github.com', date: commit.committer.date };
  const message = `Merge ${head} into ${base}\n`;
  return {
    files,
    commits: ahead,
    testMerge: await commitTree(hosted.git, { tree, parents: [base, head], message, by }),
  };
}

/** Whether a thread is a pull request. */
export function isPull(thread: Thread): thread is PullThread {
  return thread.pull !== undefined;
}

/** Brings open pull requests up to date with their branches: the bare repository is the truth. */
export async function refreshPulls(hosted: Hosted, threads: readonly Thread[]): Promise<readonly PullThread[]> {
  const pulls = threads.filter(isPull);
  if (pulls.every((thread) => thread.state === 'closed')) return pulls;
  const tips = new Map((await listRefs(hosted.git, 'refs/heads/')).map(({ name, sha }) => [name, sha]));
  for (const { state, pull } of pulls) {
    if (state === 'closed') continue;
    if (!pull.fork) pull.headSha = tips.get(`refs/heads/${pull.headBranch}`) ?? pull.headSha;
    pull.baseSha = tips.get(`refs/heads/${pull.baseBranch}`) ?? pull.baseSha;
  }
  return pulls;
}

/** Keeps `refs/pull/N/head` and `refs/pull/N/merge`, which GitHub serves to git. */
export async function keepPullRefs(hosted: Hosted, thread: PullThread): Promise<void> {
  const { testMerge } = await pullDiff(hosted, thread);
  const lines = [`update refs/pull/${thread.number}/head ${thread.pull.headSha}`];
  if (testMerge !== null) lines.push(`update refs/pull/${thread.number}/merge ${testMerge}`);
  await hosted.git.run(['update-ref', '--stdin'], { input: `${lines.join('\n')}\n` });
}

/** The tip of the default branch, undefined while the repository has no commits. */
export function defaultTip(hosted: Hosted): Promise<string | undefined> {
  return branchTip(hosted.git, hosted.defaultBranch);
}

import { branchTip } from '../git-host/refs.ts';
import { type FileChange, writeCommit } from '../git-host/write-commit.ts';
import { announceThread } from './events.ts';
import { type Hosted, timestamp } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import { isPull, keepPullRefs } from './pull-diff.ts';
import { addressOf } from './push-event.ts';
import { carryComments } from './review/carry-comments.ts';
import { addThread } from './routes/issues.ts';

/** Files of a commit in a fork: text, where a symbolic link leads, or undefined for a file that goes. */
export type ForkFiles = Readonly<Record<string, string | { readonly link: string } | undefined>>;

export interface ForkPullOrder {
  /** Login of whoever has the fork. */
  readonly by: string;
  readonly title: string;
  readonly body?: string;
  /** The branch of the fork. Its name may be one of a branch here. */
  readonly branch: string;
  /** The branch that it is to be merged into; the default branch if absent. */
  readonly base?: string;
  readonly files: ForkFiles;
}

/**
 * Opens a pull request from a fork. As on GitHub, its commits are within reach of the repository's objects, and on no branch
 * of it.
 */
export async function openForkPull(hosted: Hosted, order: ForkPullOrder): Promise<number> {
  const by = forker(hosted, order.by);
  const baseBranch = order.base ?? hosted.defaultBranch;
  const baseSha = await branchTip(hosted.git, baseBranch);
  if (baseSha === undefined) throw new Error(`There is no branch ${baseBranch} to fork.`);
  const number = hosted.threads.length + 1;
  const headSha = await commit(hosted, by, { number, branch: order.branch, parent: baseSha, files: order.files });
  const pushedAt = timestamp(hosted.now());
  const fork = { id: hosted.id + by.account.id, owner: by.account.login, name: hosted.name, pushedAt };
  const branches = { headBranch: order.branch, headSha, baseBranch, baseSha, fork };
  const thread = addThread(hosted, by, {
    title: order.title,
    body: order.body ?? null,
    labels: [],
    assignees: [],
    type: null,
    pull: { ...branches, draft: false, merged: undefined, requestedReviewers: [] },
  });
  if (!isPull(thread)) throw new Error(`Thread ${thread.number} was made as a pull request and is none.`);
  await keepPullRefs(hosted, thread);
  await announceThread(hosted, by, thread, 'opened');
  return thread.number;
}

/** Pushes one more commit to the head of a pull request from a fork. */
export async function pushToFork(hosted: Hosted, number: number, files: ForkFiles): Promise<string> {
  const thread = hosted.threads.find((one) => one.number === number);
  if (!thread || !isPull(thread) || !thread.pull.fork) throw new Error(`#${number} comes from no fork.`);
  const { pull } = thread;
  const by = forker(hosted, thread.pull.fork.owner);
  const before = pull.headSha;
  pull.headSha = await commit(hosted, by, { number, branch: pull.headBranch, parent: before, files });
  thread.pull.fork.pushedAt = timestamp(hosted.now());
  thread.updatedAt = thread.pull.fork.pushedAt;
  await keepPullRefs(hosted, thread);
  await carryComments(hosted, thread);
  await announceThread(hosted, by, thread, 'synchronize', { before, after: pull.headSha });
  return pull.headSha;
}

function forker(hosted: Hosted, login: string): SignedIn {
  return { kind: 'user', account: hosted.accounts.get(login), token: '' };
}

interface ForkCommit {
  readonly number: number;
  readonly branch: string;
  readonly parent: string;
  readonly files: ForkFiles;
}

async function commit(hosted: Hosted, by: SignedIn, { number, branch, parent, files }: ForkCommit): Promise<string> {
  const person = { name: by.account.login, email: addressOf(by), date: timestamp(hosted.now()) };
  const changes = Object.entries(files).map(([path, content]) => change(path, content));
  const ref = `refs/pull/${number}/head`;
  const message = 'Change files\n';
  const sha = await writeCommit(hosted.git, {
    branch,
    ref,
    parent,
    message,
    author: person,
    committer: person,
    changes,
  });
  if (sha === undefined) throw new Error(`The head of #${number} moved meanwhile.`);
  return sha;
}

function change(path: string, content: ForkFiles[string]): FileChange {
  if (content === undefined) return { kind: 'delete', path };
  return typeof content === 'string'
    ? { kind: 'write', path, bytes: Buffer.from(content) }
    : { kind: 'write', path, bytes: Buffer.from(content.link), mode: '120000' };
}

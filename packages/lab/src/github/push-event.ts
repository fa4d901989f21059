import { type Commit, listCommits, readCommit } from '../git-host/commits.ts';
import { diffCommits } from '../git-host/diff.ts';
import type { PushedRef } from '../git-host/http-backend.ts';
import { isAncestor, noCommit } from '../git-host/refs.ts';
import { accountBody } from './bodies/account-body.ts';
import { repositoryBody } from './bodies/repository-body.ts';
import { announce } from './events.ts';
import { type Hosted, pageUrl } from './hosted.ts';
import type { SignedIn } from './identity.ts';

/** GitHub lists this many commits of a push in its event. */
const listed = 20;

/** Says that a branch or a tag was pushed. */
export async function announcePush(hosted: Hosted, by: SignedIn, { ref, before, after }: PushedRef): Promise<void> {
  const created = before === noCommit;
  const deleted = after === noCommit;
  const commits = deleted || !ref.startsWith('refs/heads/') ? [] : await newCommits(hosted, { ref, before, after });
  const head = deleted ? null : await describe(hosted, await readCommit(hosted.git, after));
  await announce(hosted, by, {
    name: 'push',
    payload: {
      ref,
      before,
      after,
      created,
      deleted,
      forced: !created && !deleted && !(await isAncestor(hosted.git, before, after)),
      base_ref: null,
      compare: pageUrl(hosted, `/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`),
      commits,
      head_commit: head,
      repository: pushedRepository(hosted),
      pusher: { name: by.account.login, email: addressOf(by) },
    },
    ref,
    sha: after,
  });
}

async function newCommits(hosted: Hosted, { before, after }: PushedRef) {
  const commits =
    before === noCommit
      ? [await readCommit(hosted.git, after)]
      : await listCommits(hosted.git, `${before}..${after}`, { limit: listed });
  return Promise.all(commits.toReversed().map((commit) => describe(hosted, commit)));
}

async function describe(hosted: Hosted, commit: Commit) {
  const files = await diffCommits(hosted.git, commit.parents[0], commit.sha);
  const paths = (...statuses: readonly string[]) =>
    files.filter((file) => statuses.includes(file.status)).map((file) => file.path);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: pageUrl(hosted, `/commit/${commit.sha}`),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
    added: paths('added', 'renamed'),
    removed: paths('removed'),
    modified: paths('modified', 'changed'),
  };
}

/** In pushes the repository's times are numbers, and its owner has an address. */
function pushedRepository(hosted: Hosted) {
  const { owner, login } = { owner: accountBody(hosted, hosted.owner), login: hosted.owner.login };
  return {
    ...repositoryBody(hosted),
    owner: { name: login, email: null, ...owner },
    created_at: Math.floor(Date.parse(hosted.createdAt) / 1000),
    pushed_at: Math.floor(Date.parse(hosted.pushedAt) / 1000),
    stargazers: 0,
    master_branch: hosted.defaultBranch,
    ...(hosted.owner.type === 'Organization' ? { organization: login } : {}),
  };
}

/** The address that GitHub gives to somebody who keeps theirs private. */
export function addressOf({ account }: SignedIn): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}

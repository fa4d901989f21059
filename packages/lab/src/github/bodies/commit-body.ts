import type { Commit, Signature } from '../../git-host/commits.ts';
import type { ChangedFile } from '../../git-host/diff.ts';
import { apiUrl, type Hosted, nodeId, pageUrl } from '../hosted.ts';
import { verificationBody } from '../verified-commits.ts';
import { accountBody } from './account-body.ts';

/** A commit with its place in the repository. */
export function commitBody(hosted: Hosted, commit: Commit) {
  const url = apiUrl(hosted, `/commits/${commit.sha}`);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: treeBody(hosted, commit.tree),
      url: apiUrl(hosted, `/git/commits/${commit.sha}`),
      comment_count: 0,
      verification: verificationBody(hosted, commit.sha),
    },
    url,
    html_url: pageUrl(hosted, `/commit/${commit.sha}`),
    comments_url: `${url}/comments`,
    author: accountOf(hosted, commit.author),
    committer: accountOf(hosted, commit.committer),
    parents: commit.parents.map((sha) => parentBody(hosted, sha, 'commits')),
  };
}

/** A commit as the Git database API gives it. */
export function gitCommitBody(hosted: Hosted, commit: Commit) {
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: apiUrl(hosted, `/git/commits/${commit.sha}`),
    html_url: pageUrl(hosted, `/commit/${commit.sha}`),
    author: commit.author,
    committer: commit.committer,
    tree: treeBody(hosted, commit.tree),
    message: commit.message,
    parents: commit.parents.map((sha) => parentBody(hosted, sha, 'git/commits')),
    verification: verificationBody(hosted, commit.sha),
  };
}

function treeBody(hosted: Hosted, sha: string) {
  return { sha, url: apiUrl(hosted, `/git/trees/${sha}`) };
}

function parentBody(hosted: Hosted, sha: string, route: string) {
  return { sha, url: apiUrl(hosted, `/${route}/${sha}`), html_url: pageUrl(hosted, `/commit/${sha}`) };
}

/** GitHub knows a commit's author by the e-mail address. */
function accountOf(hosted: Hosted, signature: Signature) {
  const account = hosted.accounts.all.find((one) => addressesOf(one).includes(signature.email.toLowerCase()));
  return account === undefined ? null : accountBody(hosted, account);
}

function addressesOf({ id, login }: { readonly id: number; readonly login: string }): readonly string[] {
  const name = login.toLowerCase();
  return [`${id}+${name}@users.noreply.github.com`, `${name}@users.noreply.github.com`];
}

/** A file that a commit or a pull request changes. */
export function changedFileBody(hosted: Hosted, file: ChangedFile, sha: string) {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: pageUrl(hosted, `/blob/${sha}/${path}`),
    raw_url: pageUrl(hosted, `/raw/${sha}/${path}`),
    contents_url: apiUrl(hosted, `/contents/${path}?ref=${sha}`),
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

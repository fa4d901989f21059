import { readEntry } from '../../git-host/files.ts';
import { branchTip } from '../../git-host/refs.ts';
import { type FileChange, writeCommit } from '../../git-host/write-commit.ts';
import type { Hosted } from '../hosted.ts';
import { mayWriteWorkflows, needs } from '../permissions.ts';
import { refsMoved } from '../ref-changes.ts';
import { markVerified, signedByGitHub } from '../verified-commits.ts';
import { isWorkflowFile } from '../workflow-files.ts';
import { type Asking, admitChange, type Served } from './asking.ts';
import { findNode } from './find-node.ts';
import { forbidden, graphqlError, noNode, unprocessable } from './graphql-error.ts';
import { commitNode, refNode } from './ref-node.ts';

interface Input {
  readonly branch: {
    readonly id?: string | null;
    readonly repositoryNameWithOwner?: string | null;
    readonly branchName?: string | null;
  };
  readonly expectedHeadOid: string;
  readonly message: { readonly headline: string; readonly body?: string | null };
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[] | null;
    readonly deletions?: readonly { readonly path: string }[] | null;
  } | null;
}

/** Puts one signed commit on a branch that still is where the caller saw it. It knows neither modes nor links. */
export async function createCommitOnBranch(asking: Asking, input: Input): Promise<Served> {
  const { hosted, by } = asking;
  admitChange(asking, needs.writeContents, 'CreateCommitOnBranch');
  const branch = branchOf(hosted, input.branch);
  const tip = await branchTip(hosted.git, branch);
  if (tip === undefined)
    throw graphqlError('NOT_FOUND', `Could not resolve to a Ref with the name of 'refs/heads/${branch}'.`);
  if (tip !== input.expectedHeadOid) throw staleHead(input.expectedHeadOid);
  const changes = changesOf(input);
  if (!mayWriteWorkflows(by) && changes.some(({ path }) => isWorkflowFile(path))) throw forbidden();
  await refuseMissing(hosted, tip, changes);
  const { headline, body } = input.message;
  const message = body ? `${headline}\n\n${body}` : headline;
  const sha = await writeCommit(hosted.git, { branch, parent: tip, message, ...signedByGitHub(hosted, by), changes });
  if (sha === undefined) throw staleHead(input.expectedHeadOid);
  markVerified(hosted, sha);
  const ref = `refs/heads/${branch}`;
  await refsMoved(hosted, by, [{ ref, before: tip, after: sha }]);
  return { commit: () => commitNode(asking, sha), ref: refNode(asking, ref, sha) };
}

function branchOf(hosted: Hosted, { id, repositoryNameWithOwner, branchName }: Input['branch']): string {
  if (id) {
    const found = findNode(hosted, id);
    if (found.kind !== 'ref' || !found.name.startsWith('refs/heads/')) throw noNode(id);
    return found.name.slice('refs/heads/'.length);
  }
  if (!repositoryNameWithOwner || !branchName)
    throw unprocessable('Either `id`, or `repositoryNameWithOwner` and `branchName` must be given for the branch.');
  if (repositoryNameWithOwner.toLowerCase() !== hosted.fullName.toLowerCase())
    throw graphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${repositoryNameWithOwner}'.`);
  // GitHub takes a full name too.
  return branchName.replace(/^refs\/heads\//, '');
}

function staleHead(expected: string) {
  return graphqlError('STALE_DATA', `Expected branch to point to "${expected}" but it did not.  Pull and try again.`);
}

function changesOf({ fileChanges }: Input): readonly FileChange[] {
  const additions = (fileChanges?.additions ?? []).map(
    ({ path, contents }): FileChange => ({ kind: 'write', path, bytes: bytesOf(path, contents) }),
  );
  const deletions = (fileChanges?.deletions ?? []).map(({ path }): FileChange => ({ kind: 'delete', path }));
  const changes = [...deletions, ...additions];
  for (const { path } of changes)
    if (path.split('/').some((part) => ['', '.', '..', '.git'].includes(part)))
      throw unprocessable(`A path was requested which is not valid: \`${path}\`.`);
  const twice = changes.find(({ path }, at) => changes.findIndex((one) => one.path === path) !== at);
  if (twice !== undefined) throw unprocessable(`A path was requested to be changed twice: \`${twice.path}\`.`);
  return changes;
}

function bytesOf(path: string, contents: string): Uint8Array {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(contents)) throw unprocessable(`The contents of \`${path}\` are not Base64.`);
  return Buffer.from(contents, 'base64');
}

async function refuseMissing(hosted: Hosted, tip: string, changes: readonly FileChange[]): Promise<void> {
  for (const change of changes)
    if (change.kind === 'delete' && (await readEntry(hosted.git, tip, change.path)) === undefined)
      throw unprocessable(`A path was requested for deletion which does not exist as of commit oid \`${tip}\`.`);
}

import { branchTip, isRefName, moveRef, noCommit, resolveCommit } from '../../git-host/refs.ts';
import type { Hosted } from '../hosted.ts';
import { mayWriteWorkflows, needs, threadNeed } from '../permissions.ts';
import { isPull } from '../pull-diff.ts';
import { refsMoved } from '../ref-changes.ts';
import type { Thread } from '../thread.ts';
import { mayBringWorkflows } from '../workflow-files.ts';
import { type Asking, admitChange, type Served } from './asking.ts';
import { findNode } from './find-node.ts';
import { forbidden, graphqlError, noNode, unprocessable } from './graphql-error.ts';
import { linkedBranchNode } from './linked-branch-node.ts';
import { threadNode } from './thread-node.ts';

interface Input {
  readonly issueId: string;
  readonly oid: string;
  readonly name?: string | null;
  readonly repositoryId?: string | null;
}

/** Makes a branch for an issue. A branch that is there already is not linked, and nobody says so: the link is null. */
export async function createLinkedBranch(asking: Asking, input: Input): Promise<Served> {
  const { hosted, by } = asking;
  const thread = findIssue(hosted, input.issueId);
  if (input.repositoryId && findNode(hosted, input.repositoryId).kind !== 'repository')
    throw noNode(input.repositoryId);
  admitChange(asking, { ...threadNeed(thread, 'manage'), role: 'write' }, 'CreateLinkedBranch');
  admitChange(asking, needs.writeContents, 'CreateLinkedBranch');
  const branch = input.name ?? defaultName(thread);
  const ref = `refs/heads/${branch}`;
  if (branch === '' || !(await isRefName(hosted.git, ref))) throw unprocessable(`${branch} is not a valid ref name`);
  const sha = /^[0-9a-f]{40}$/.test(input.oid) ? await resolveCommit(hosted.git, input.oid) : undefined;
  if (sha === undefined)
    throw graphqlError('NOT_FOUND', `Could not resolve to a commit with the oid of '${input.oid}'.`);
  if (!mayWriteWorkflows(by) && !(await mayBringWorkflows(hosted, sha))) throw forbidden();
  const issue = () => threadNode(asking, thread);
  const isTaken = async () => (await branchTip(hosted.git, branch)) !== undefined;
  if (await isTaken()) return { issue, linkedBranch: null };
  if (!(await moveRef(hosted.git, ref, sha, noCommit))) {
    if (await isTaken()) return { issue, linkedBranch: null };
    // The name of another branch is in the way.
    throw unprocessable('Ref cannot be created.');
  }
  const linked = { id: hosted.nextId(), thread: thread.number, branch };
  // A branch that was linked, deleted and made again has one link.
  hosted.linkedBranches = [...hosted.linkedBranches.filter((one) => one.branch !== branch), linked];
  await refsMoved(hosted, by, [{ ref, before: noCommit, after: sha }]);
  return { issue, linkedBranch: linkedBranchNode(asking, linked) };
}

function findIssue(hosted: Hosted, id: string): Thread {
  const found = findNode(hosted, id);
  if (found.kind !== 'thread' || isPull(found.thread)) throw noNode(id);
  return found.thread;
}

/** The issue's number and title, as the button on its page names the branch. */
function defaultName({ number, title }: Thread): string {
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `${number}-${words}`.replace(/-+$/, '');
}

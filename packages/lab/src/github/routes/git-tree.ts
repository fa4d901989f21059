import { objectType, type TreeChange, writeBlob, writeTree } from '../../git-host/objects.ts';
import type { Hosted } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { mayWriteWorkflows } from '../permissions.ts';
import { notAccessible, Refusal } from '../refusal.ts';
import type { Fields } from '../request-fields.ts';
import { isWorkflowFile } from '../workflow-files.ts';

const typeOfMode: Readonly<Record<string, string>> = {
  '100644': 'blob',
  '100755': 'blob',
  '120000': 'blob',
  '040000': 'tree',
  '160000': 'commit',
};

/** Stores the tree that a request describes; resolves to its SHA. */
export async function createGitTree(hosted: Hosted, by: SignedIn, fields: Fields): Promise<string> {
  const entries = fields.raw('tree');
  if (!Array.isArray(entries) || entries.length === 0) throw new Refusal(422, 'Invalid tree info');
  const base = await baseTree(hosted, fields.text('base_tree') ?? undefined);
  const changes: TreeChange[] = [];
  for (const entry of entries) changes.push(await treeChange(hosted, base, entry));
  if (!mayWriteWorkflows(by) && (await bringsWorkflow(hosted, base, changes))) throw notAccessible();
  try {
    return await writeTree(hosted.git, base, changes);
  } catch {
    // A file where another entry needs a folder.
    throw new Refusal(422, 'GitRPC::BadObjectState');
  }
}

async function baseTree(hosted: Hosted, sha: string | undefined): Promise<string | undefined> {
  if (sha === undefined) return undefined;
  // A commit stands for its tree.
  const tree = /^[0-9a-f]{40}$/.test(sha)
    ? await hosted.git.ask(['rev-parse', '--verify', '--quiet', `${sha}^{tree}`])
    : undefined;
  if (tree === undefined) throw new Refusal(422, 'base_tree is not a valid tree oid');
  return tree;
}

async function treeChange(hosted: Hosted, base: string | undefined, entry: unknown): Promise<TreeChange> {
  const { path, mode, sha, content } = record(entry);
  if (typeof path !== 'string' || path === '') throw new Refusal(422, 'Invalid tree info');
  if (path.split('/').some((part) => ['', '.', '..', '.git'].includes(part)))
    throw new Refusal(422, 'tree.path contains a malformed path component');
  if (sha === null) {
    if ((await objectAt(hosted, base, path)) === undefined) throw new Refusal(422, 'GitRPC::BadObjectState');
    return { kind: 'delete', path };
  }
  const type = typeof mode === 'string' ? typeOfMode[mode] : undefined;
  if (typeof mode !== 'string' || type === undefined) throw new Refusal(422, 'Must supply a valid tree.mode');
  if ((typeof sha === 'string') === (typeof content === 'string'))
    throw new Refusal(422, 'Must supply either tree.sha or tree.content');
  if (typeof sha !== 'string')
    return { kind: 'put', path, mode, sha: await writeBlob(hosted.git, Buffer.from(String(content))) };
  // A submodule's commit need not be here.
  if (type !== 'commit' && (await objectType(hosted.git, sha)) !== type)
    throw new Refusal(422, `tree.sha ${sha} is not a valid ${type}`);
  return { kind: 'put', path, mode, sha };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Refusal(422, 'Invalid tree info');
  return value as Record<string, unknown>;
}

/** Whether a workflow file comes to be other than it is in the base. */
async function bringsWorkflow(
  hosted: Hosted,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<boolean> {
  for (const change of changes) {
    const near = isWorkflowFile(change.path) || isWorkflowFile(`${change.path}/`) || change.path === '.github';
    if (!near) continue;
    if (change.kind === 'delete' || (await objectAt(hosted, base, change.path)) !== change.sha) return true;
  }
  return false;
}

async function objectAt(hosted: Hosted, base: string | undefined, path: string): Promise<string | undefined> {
  if (base === undefined) return undefined;
  return hosted.git.ask(['rev-parse', '--verify', '--quiet', `${base}:${path}`]);
}

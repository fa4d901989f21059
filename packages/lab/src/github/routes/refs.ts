import { isAncestor, isRefName, listRefs, moveRef, noCommit, type Ref, resolveCommit } from '../../git-host/refs.ts';
import type { Api, ApiContext } from '../api.ts';
import { apiUrl, type Hosted, nodeId } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { admit, admitSignedIn, mayWriteWorkflows, needs } from '../permissions.ts';
import { refsMoved } from '../ref-changes.ts';
import { notAccessible, notFound, Refusal } from '../refusal.ts';
import { readFields, requiredText } from '../request-fields.ts';
import { mayBringWorkflows } from '../workflow-files.ts';

/** Refs of the Git database API: read, create, move, delete. */
export function refRoutes(api: Api, hosted: Hosted): void {
  api.get('/git/ref/:ref{.+}', async (c) => {
    admit(hosted, c.var.identity, needs.readContents);
    const name = `refs/${c.req.param('ref')}`;
    const ref = (await listRefs(hosted.git, name)).find((one) => one.name === name);
    if (ref === undefined) throw notFound();
    return c.json(refBody(hosted, ref));
  });

  api.get('/git/matching-refs/:ref{.*}', async (c) => {
    admit(hosted, c.var.identity, needs.readContents);
    const refs = await listRefs(hosted.git, `refs/${c.req.param('ref')}`);
    return c.json(refs.map((ref) => refBody(hosted, ref)));
  });

  api.post('/git/refs', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.writeContents);
    const fields = await readFields(c);
    const name = requiredText(fields, 'Reference', 'ref');
    if (!/^refs\/.+\/.+|^refs\/[^/]+\/[^/]+$/.test(name) || !(await isRefName(hosted.git, name)))
      throw new Refusal(422, 'Reference name must start with "refs/" and contain at least one additional slash.');
    const sha = await existingObject(hosted, requiredText(fields, 'Reference', 'sha'));
    await refuseWorkflows(hosted, by, sha);
    if (!(await moveRef(hosted.git, name, sha, noCommit))) throw await refusedRef(hosted, name);
    await refsMoved(hosted, by, [{ ref: name, before: noCommit, after: sha }]);
    return c.json(refBody(hosted, { name, sha, type: 'commit' }), 201);
  });

  api.patch('/git/refs/:ref{.+}', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.writeContents);
    const { name, sha: before } = await existingRef(hosted, c);
    const fields = await readFields(c);
    const sha = await existingObject(hosted, requiredText(fields, 'Reference', 'sha'));
    if (fields.flag('force') !== true && !(await isAncestor(hosted.git, before, sha)))
      throw new Refusal(422, 'Update is not a fast forward');
    await refuseWorkflows(hosted, by, sha);
    if (!(await moveRef(hosted.git, name, sha, before))) throw new Refusal(409, 'Reference cannot be updated');
    if (before !== sha) await refsMoved(hosted, by, [{ ref: name, before, after: sha }]);
    return c.json(refBody(hosted, { name, sha, type: 'commit' }));
  });

  api.delete('/git/refs/:ref{.+}', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.writeContents);
    const { name, sha: before } = await existingRef(hosted, c);
    if (name === `refs/heads/${hosted.defaultBranch}`) throw new Refusal(422, 'Cannot delete the default branch');
    await moveRef(hosted.git, name, noCommit, before);
    await refsMoved(hosted, by, [{ ref: name, before, after: noCommit }]);
    return c.body(null, 204);
  });
}

async function existingRef(hosted: Hosted, c: ApiContext): Promise<Ref> {
  const name = `refs/${c.req.param('ref') ?? ''}`;
  const ref = (await listRefs(hosted.git, name)).find((one) => one.name === name);
  if (ref === undefined || name.startsWith('refs/pull/')) throw new Refusal(422, 'Reference does not exist');
  return ref;
}

/** Where the name of another ref is in the way, GitHub does not say so. */
async function refusedRef(hosted: Hosted, name: string): Promise<Refusal> {
  const isThere = (await listRefs(hosted.git, name)).some((one) => one.name === name);
  return new Refusal(422, isThere ? 'Reference already exists' : 'Reference update failed');
}

async function existingObject(hosted: Hosted, sha: string): Promise<string> {
  if (!/^[0-9a-f]{40}$/.test(sha))
    throw new Refusal(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  if ((await resolveCommit(hosted.git, sha)) === undefined) throw new Refusal(422, 'Object does not exist');
  return sha;
}

/** A job's token cannot point a ref at workflow files that no branch has. */
async function refuseWorkflows(hosted: Hosted, by: SignedIn, sha: string): Promise<void> {
  if (!mayWriteWorkflows(by) && !(await mayBringWorkflows(hosted, sha))) throw notAccessible();
}

function refBody(hosted: Hosted, { name, sha, type }: Ref) {
  return {
    ref: name,
    node_id: nodeId('REF', name),
    url: apiUrl(hosted, `/git/${name}`),
    object: { sha, type, url: apiUrl(hosted, `/git/${type}s/${sha}`) },
  };
}

import { listCommits } from '../../git-host/commits.ts';
import { unifiedDiff } from '../../git-host/diff.ts';
import { type Api, type ApiContext, numberParam } from '../api.ts';
import { changedFileBody, commitBody } from '../bodies/commit-body.ts';
import { type PullThread, pullBody, pullListBody } from '../bodies/pull-body.ts';
import type { Hosted } from '../hosted.ts';
import { inOrder } from '../list-threads.ts';
import { paginate } from '../pages.ts';
import { admit, admitSignedIn, fulfils, needs } from '../permissions.ts';
import { pullDiff, refreshPulls } from '../pull-diff.ts';
import { needsAdmin, Refusal } from '../refusal.ts';
import { readFields } from '../request-fields.ts';
import { wants } from './commits.ts';
import { editPull } from './edit-pull.ts';
import { mergePull } from './merge-pull.ts';
import { openPull } from './open-pull.ts';
import { findPull } from './thread-lookup.ts';

/** Pull requests: list, open, read, change, merge. */
export function pullRoutes(api: Api, hosted: Hosted): void {
  api.get('/pulls', async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    const pulls = chosen(c, hosted, await refreshPulls(hosted, hosted.threads));
    return c.json(paginate(c, pulls).map((thread) => pullListBody(hosted, thread, null)));
  });

  api.post('/pulls', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.openPulls);
    const thread = await openPull(hosted, by, await readFields(c));
    return c.json(pullBody(hosted, thread, await pullDiff(hosted, thread), 'unknown'), 201);
  });

  api.get('/pulls/:number', async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    const thread = await findPull(hosted, numberParam(c, 'number'));
    const { baseSha, headSha } = thread.pull;
    if (wants(c, 'diff')) return c.text(await unifiedDiff(hosted.git, baseSha, headSha));
    return c.json(pullBody(hosted, thread, await pullDiff(hosted, thread)));
  });

  api.patch('/pulls/:number', async (c) => {
    const thread = await findPull(hosted, numberParam(c, 'number'));
    const by = admitSignedIn(hosted, c.var.identity, needs.openPulls);
    if (thread.author !== by.account.login && !fulfils(hosted, by, needs.managePulls)) throw needsAdmin();
    await editPull(hosted, by, thread, await readFields(c));
    return c.json(pullBody(hosted, thread, await pullDiff(hosted, thread)));
  });

  api.get('/pulls/:number/files', async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    const thread = await findPull(hosted, numberParam(c, 'number'));
    const { files } = await pullDiff(hosted, thread);
    return c.json(paginate(c, files).map((file) => changedFileBody(hosted, file, thread.pull.headSha)));
  });

  api.get('/pulls/:number/commits', async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    const { pull } = await findPull(hosted, numberParam(c, 'number'));
    const commits = await listCommits(hosted.git, `${pull.baseSha}..${pull.headSha}`, { reverse: true });
    return c.json(paginate(c, commits).map((commit) => commitBody(hosted, commit)));
  });

  mergeRoutes(api, hosted);
}

function chosen(c: ApiContext, hosted: Hosted, pulls: readonly PullThread[]): readonly PullThread[] {
  const state = c.req.query('state') ?? 'open';
  const base = c.req.query('base');
  const head = c.req.query('head');
  // Without an owner GitHub takes no notice of the filter.
  const branch = head?.includes(':') === true ? head : undefined;
  const found = pulls.filter(
    (thread) =>
      (state === 'all' || thread.state === state) &&
      (base === undefined || thread.pull.baseBranch === base) &&
      (branch === undefined || `${thread.pull.fork?.owner ?? hosted.owner.login}:${thread.pull.headBranch}` === branch),
  );
  const sort = c.req.query('sort') ?? 'created';
  const direction = c.req.query('direction') ?? (sort === 'created' ? 'desc' : 'asc');
  return inOrder(found, sort, direction, (thread) => ({
    created: thread.createdAt,
    updated: thread.updatedAt,
  })) as readonly PullThread[];
}

function mergeRoutes(api: Api, hosted: Hosted): void {
  api.get('/pulls/:number/merge', async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    const { pull } = await findPull(hosted, numberParam(c, 'number'));
    if (pull.merged === undefined) throw new Refusal(404, 'Not Found');
    return c.body(null, 204);
  });

  api.put('/pulls/:number/merge', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.writeContents);
    const thread = await findPull(hosted, numberParam(c, 'number'));
    const sha = await mergePull(hosted, by, thread, await readFields(c));
    return c.json({ sha, merged: true, message: 'Pull Request successfully merged' });
  });
}

import { type Api, type ApiContext, numberParam } from '../api.ts';
import { issueBody } from '../bodies/issue-body.ts';
import type { Hosted } from '../hosted.ts';
import { notFound, Refusal } from '../refusal.ts';
import { wants } from './commits.ts';

/** Other repositories: issues that were transferred there, and commits of public ones. */
export function elsewhereRoutes(api: Api, hosted: Hosted): void {
  api.get('/repos/:owner/:repo/commits/:ref{.+}', (c, next) => {
    const { owner, repo, ref } = c.req.param();
    const commits = hosted.elsewhere.get(`${owner}/${repo}`);
    if (commits === undefined) return next();
    // A commit can be asked for by itself as well.
    const sha = commits.get(ref) ?? [...commits.values()].find((one) => one === ref);
    if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
    if (!wants(c, 'sha')) throw notFound();
    return Promise.resolve(c.text(sha));
  });

  // Clients follow the redirect, so what they get is an issue of another repository.
  api.get('/repositories/:id/issues/:number', (c) => {
    const moved = hosted.threads.find(
      ({ departure }) => departure?.kind === 'transferred' && departure.to.endsWith(c.req.path),
    );
    if (moved === undefined || !isReadable(hosted, c)) throw notFound();
    const text = JSON.stringify({ ...issueBody(hosted, moved), number: numberParam(c, 'number') });
    return c.json(JSON.parse(text.replaceAll(`/${hosted.fullName}`, `/${hosted.owner.login}/elsewhere`)));
  });
}

/** The other repository is as private as this one, and a job's token is for this one alone. */
function isReadable(hosted: Hosted, c: ApiContext): boolean {
  const { identity } = c.var;
  return !hosted.private || (identity.kind === 'user' && identity.account.role !== undefined);
}

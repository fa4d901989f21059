import { type Api, type ApiContext, numberParam } from '../api.ts';
import { issueBody } from '../bodies/issue-body.ts';
import type { Hosted } from '../hosted.ts';
import { notFound } from '../refusal.ts';

/** Where transferred issues are now. Clients follow the redirect, so what they get is an issue of another repository. */
export function elsewhereRoutes(api: Api, hosted: Hosted): void {
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

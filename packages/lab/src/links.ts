import type { Hono } from 'hono';

/** Where the links in replies lead a browser: to the API's own answer, or to a run's log. */
export function linkRoutes(app: Hono): void {
  app.get('/:owner/:repo/issues/:number{[0-9]+}', (c) => c.redirect(api(c.req.param(), 'issues')));
  app.get('/:owner/:repo/pull/:number{[0-9]+}', (c) => c.redirect(api(c.req.param(), 'pulls')));
  app.get('/:owner/:repo/actions/runs/:id{[0-9]+}', (c) => c.redirect(`/_lab/runs/${c.req.param('id')}/log`));
}

interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly number: string;
}

const api = ({ owner, repo, number }: Place, kind: 'issues' | 'pulls'): string =>
  `/repos/${owner}/${repo}/${kind}/${number}`;

import type { Api } from '../api.ts';
import { profileBody } from '../bodies/account-body.ts';
import type { Hosted } from '../hosted.ts';
import { notAccessible, notFound, requiresAuthentication } from '../refusal.ts';

/** Accounts, and the API's root. */
export function accountRoutes(root: Api, hosted: Hosted): void {
  root.get('/', (c) =>
    c.json({
      current_user_url: `${hosted.urls.api}/user`,
      rate_limit_url: `${hosted.urls.api}/rate_limit`,
      repository_url: `${hosted.urls.api}/repos/{owner}/{repo}`,
      user_url: `${hosted.urls.api}/users/{user}`,
    }),
  );

  root.get('/user', (c) => {
    const { identity } = c.var;
    switch (identity.kind) {
      case 'anonymous':
        throw requiresAuthentication();
      case 'app':
      case 'job':
        throw notAccessible();
      case 'user':
        return c.json(profileBody(hosted, identity.account));
    }
  });

  root.get('/users/:login', (c) => {
    const account = hosted.accounts.find(c.req.param('login'));
    if (account === undefined) throw notFound();
    return c.json(profileBody(hosted, account));
  });
}

import type { Account } from '../accounts.ts';
import { type Hosted, nodeId } from '../hosted.ts';

/** An account inside other objects (GitHub's simple user). */
export function accountBody(hosted: Hosted, account: Account) {
  const name = encodeURIComponent(account.login);
  const url = `${hosted.urls.api}/users/${name}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type === 'Bot' ? 'BOT' : account.type === 'User' ? 'U' : 'O', account.id),
    avatar_url: `${hosted.urls.server}/avatars/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url:
      account.type === 'Bot' ? `${hosted.urls.server}/apps/${appName(account)}` : `${hosted.urls.server}/${name}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

function appName(account: Account): string {
  return account.login.replace(/\[bot\]$/, '');
}

/** The same by login, or null for nobody. */
export function accountBodyOrNull(hosted: Hosted, login: string | null) {
  const account = login === null ? undefined : hosted.accounts.find(login);
  return account === undefined ? null : accountBody(hosted, account);
}

/** An account on its own page. */
export function profileBody(hosted: Hosted, account: Account) {
  return {
    ...accountBody(hosted, account),
    user_view_type: 'public',
    name: account.type === 'Bot' ? null : account.login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: account === hosted.owner ? 1 : 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: hosted.createdAt,
    updated_at: hosted.createdAt,
  };
}

/** How the author of something stands to the repository. It says nothing of rights. */
export function authorAssociation(hosted: Hosted, login: string): 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'NONE' {
  const account = hosted.accounts.find(login);
  if (account === undefined || account.type === 'Bot') return 'NONE';
  if (account === hosted.owner) return 'OWNER';
  if (account.role === 'admin') return 'MEMBER';
  return account.role === undefined ? 'NONE' : 'COLLABORATOR';
}

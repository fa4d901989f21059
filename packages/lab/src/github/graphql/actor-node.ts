import { accountBody } from '../bodies/account-body.ts';
import type { Asking, Served } from './asking.ts';

/** Who did something; null for somebody who is gone. Here a bot's login comes without the `[bot]` that REST gives it. */
export function actorNode({ hosted }: Asking, login: string | null): Served | null {
  const account = login === null ? undefined : hosted.accounts.find(login);
  if (account === undefined) return null;
  const { node_id, avatar_url, html_url } = accountBody(hosted, account);
  return {
    __typename: account.type,
    id: node_id,
    databaseId: account.id,
    login: account.login.replace(/\[bot\]$/, ''),
    url: html_url,
    resourcePath: new URL(html_url).pathname,
    avatarUrl: avatar_url,
  };
}

/** The same where GraphQL knows users alone, and calls a bot one. */
export function userNode(asking: Asking, login: string): Served | null {
  const actor = actorNode(asking, login);
  return actor === null ? null : { ...actor, __typename: 'User' };
}

/** Who asks; a bot keeps its `[bot]` here. */
export function viewerNode(asking: Asking): Served {
  const { login } = asking.by.account;
  return { ...userNode(asking, login), login };
}

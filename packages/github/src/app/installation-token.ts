import { Failure } from '@codex-worker/core';
import { answeredWith } from '../client/answer.ts';
import { type GitHubAccess, type GitHubClient, gitHubClient } from '../client/github-client.ts';
import { again } from '../client/once.ts';
import { mask } from '../runner/mask.ts';
import { warning } from '../runner/outputs.ts';
import type { App } from './app.ts';
import { type AppNeeds, publishing } from './app-needs.ts';
import { explainRefusal, lacksOf } from './app-refusal.ts';

/** Whose repository it is, by name and by id. */
export interface AppPlace extends Omit<GitHubAccess, 'token'> {
  readonly repository: GitHubAccess['repository'] & { readonly id: number };
}

/** A token of an App for one repository. It is masked in the log, and revoked at the end of its scope. */
export interface InstallationToken extends AsyncDisposable {
  readonly token: string;
  /** The App's name in addresses: `octo-publisher`. */
  readonly slug: string;
}

/** Gets a token for this repository that can do what is needed, and nothing else: no workflow files either. */
export async function mintInstallationToken(place: AppPlace, app: App, needs = publishing): Promise<InstallationToken> {
  const jwt = await signAs(app);
  const asked = { app: app.id, repository: `${place.repository.owner}/${place.repository.name}`, needs };
  const client = gitHubClient({ ...place, token: jwt });
  try {
    const installation = await findInstallation(client);
    const lacks = lacksOf(installation.permissions, asked);
    if (lacks) throw lacks;
    const token = await mint(client, installation.id, place.repository.id, needs);
    mask(token);
    return { token, slug: installation.app_slug, [Symbol.asyncDispose]: () => revoke(place, token) };
  } catch (error) {
    throw explainRefusal(error, asked, new Date());
  }
}

/** It holds for ten minutes from half a minute ago on: clocks differ. */
async function signAs({ id, privateKey }: App): Promise<string> {
  const { default: githubAppJwt } = await import('universal-github-app-jwt');
  const { token } = await githubAppJwt({ id, privateKey });
  mask(token);
  return token;
}

async function findInstallation(client: GitHubClient) {
  return (await client.call(({ rest }) => rest.apps.getRepoInstallation(client.repository))).data;
}

async function mint(client: GitHubClient, installation: number, repository: number, needs: AppNeeds): Promise<string> {
  const order = { installation_id: installation, repository_ids: [repository], permissions: needs.permissions };
  const create = () => client.call(({ rest }) => rest.apps.createInstallationAccessToken(order));
  // One whose answer got lost is known to nobody, and ends within the hour.
  const { data } = await again(create, client.retryDelay);
  return data.token;
}

/** The work is done: a token that stays is no reason to end red. It ends within the hour by itself. */
async function revoke(place: AppPlace, token: string): Promise<void> {
  const client = gitHubClient({ ...place, token });
  try {
    await client.call(({ rest }) => rest.apps.revokeInstallationAccessToken());
  } catch (error) {
    // Bad credentials: it has ended already.
    if (answeredWith(error, 401)) return;
    const why = error instanceof Failure ? error.what : String(error);
    warning(`The App's token was not revoked, and ends within the hour by itself: ${why}`);
  }
}

import { type GitHubClient, gitHubClient } from '@codex-worker/github';
import { Refusal } from '../refusal.ts';
import { apiOf } from '../repository/remote-address.ts';
import { openApi } from './api.ts';
import { explain } from './explain.ts';
import { findToken } from './token.ts';

interface Place {
  readonly server: string;
  readonly owner: string;
  readonly name: string;
}

/** A client of the actions' own for a repository, with the token of whoever asks; undefined where there is none. */
export async function connect(
  { server, owner, name }: Place,
  namedApi: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<GitHubClient | undefined> {
  const token = await findToken(server, namedApi !== undefined, environment);
  if (token === undefined) return undefined;
  const apiUrl = namedApi ?? apiOf(server);
  return gitHubClient({ token, apiUrl, repository: await probe(apiUrl, token, { owner, repo: name }) });
}

/**
 * The client is patient, as a run may be. A person with a wrong address, token or name is told at once. Answers the name
 * that the repository has today: a remote may have an old one.
 */
async function probe(apiUrl: string, token: string, place: { readonly owner: string; readonly repo: string }) {
  try {
    const { data } = await openApi(apiUrl, token, place).request('GET /repos/{owner}/{repo}', place);
    return { owner: data.owner.login, name: data.name };
  } catch (error) {
    const told = explain(error, `show ${place.owner}/${place.repo}`, 'Metadata: read for it');
    throw told instanceof Refusal ? new Refusal(told.message, 2) : told;
  }
}

import { type GitHubClient, gitHubClient } from '@codex-worker/github';
import { apiOf } from '../repository/remote-address.ts';
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
  return gitHubClient({ token, apiUrl: namedApi ?? apiOf(server), repository: { owner, name } });
}

import type { getOctokit } from '@actions/github';
import { explain } from './explain.ts';

type Octokit = ReturnType<typeof getOctokit>;

/** Whose repository we talk about, and with which token. */
export interface GitHubAccess {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: { readonly owner: string; readonly name: string };
  /** Milliseconds that waits are counted in; tests make them short. */
  readonly retryDelay?: number;
  /** For calls that nobody waits for: none outlives it, and where GitHub limits their rate, they fail at once. */
  readonly until?: AbortSignal;
}

/** Calls GitHub's API. The SDK is loaded by the first call, so that an action with nothing to do never loads it. */
export interface GitHubClient {
  readonly token: string;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly retryDelay: number;
  /** Makes calls; what GitHub answers badly becomes a Failure, with GitHub's answer as its cause. */
  call<T>(make: (octokit: Octokit) => Promise<T>): Promise<T>;
}

/** The login of comments that are written with a workflow's own token. */
export const ACTIONS_BOT = 'github-actions[bot]';

export function gitHubClient({ token, apiUrl, repository, retryDelay = 1000, until }: GitHubAccess): GitHubClient {
  let octokit: Promise<Octokit> | undefined;
  return {
    token,
    repository: { owner: repository.owner, repo: repository.name },
    retryDelay,
    async call(make) {
      octokit ??= import('./octokit.ts').then(({ connect }) => connect({ token, apiUrl, retryDelay, until }));
      const connected = await octokit;
      try {
        return await make(connected);
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

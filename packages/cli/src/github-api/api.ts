import { Octokit } from '@octokit/core';
import { Refusal } from '../refusal.ts';

/** GitHub's API for one repository. */
export interface RepositoryApi {
  readonly request: Octokit['request'];
  readonly place: { readonly owner: string; readonly repo: string };
}

const ignore = () => {};

/** Opens the API. Without a token it tells what everybody may know. */
export function openApi(baseUrl: string, token: string | undefined, place: RepositoryApi['place']): RepositoryApi {
  const octokit = new Octokit({
    baseUrl,
    userAgent: 'codex-worker',
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    request: { fetch: patientFetch },
    ...(token === undefined ? {} : { auth: token }),
  });
  octokit.hook.after('request', ({ status, data }, { headers }) => {
    if (status !== 200 || typeof data !== 'string' || headers.accept === shaAlone) return;
    // A page to sign in at, or an answer that broke off.
    throw new Refusal(
      `What ${baseUrl} answers is not GitHub's API. See the address, in --api-url or GITHUB_API_URL: that of GitHub Enterprise Server ends in /api/v3. If it is right, try again.`,
    );
  });
  return { request: octokit.request, place };
}

/** Asks for no more than the SHA of a commit, as text. */
export const shaAlone = 'application/vnd.github.sha';

/** A person waits for the answer: a server that says nothing for this long is not there. */
const PATIENCE_MS = 20_000;

const patientFetch: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });

/** The status of an answer that is an error; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    'response' in error &&
    error.response !== undefined
    ? error.status
    : undefined;
}

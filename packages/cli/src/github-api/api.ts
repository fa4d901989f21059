import { Octokit } from '@octokit/core';

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
  return { request: octokit.request, place };
}

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

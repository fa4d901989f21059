import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { countAnswer } from './api-use.ts';
import { pacedWrites } from './paced-writes.ts';
import { stayWithThread } from './stay-with-thread.ts';

/** A request that takes longer than this is given up: GitHub itself ends requests after 10 s. */
const REQUEST_TIMEOUT = 30_000;
/** A rate limit that ends within this many seconds is waited for. */
const LONGEST_WAIT = 60;

type Plugin = Parameters<typeof getOctokit>[2];

/**
 * Rules for one attempt. It is registered before the retries, so that each attempt has its own time. A call that
 * creates something is never repeated blindly: an answer that got lost may have created it.
 */
const oneAttempt =
  (until: AbortSignal | undefined): NonNullable<Plugin> =>
  (octokit) => {
    octokit.hook.before('request', (options) => {
      // The SDK gives all calls of a client the same settings: what is set here is of this call alone.
      options.request = { ...options.request };
      const timeout = AbortSignal.timeout(REQUEST_TIMEOUT);
      options.request.signal = until ? AbortSignal.any([timeout, until]) : timeout;
      if (options.method === 'POST' || options.method === 'PATCH') {
        options.request['retries'] = 0;
        if (options.url.includes('/issues/')) stayWithThread(options.request);
      }
    });
    octokit.hook.after('request', ({ headers }) => countAnswer(headers));
    octokit.hook.error('request', (error) => {
      countAnswer(headersOf(error));
      throw error;
    });
    return {};
  };

/** An answer that is none has none. */
const headersOf = (error: unknown) =>
  error instanceof Error && 'response' in error ? ((error.response as Answered | undefined)?.headers ?? {}) : {};

type Answered = { readonly headers?: Readonly<Record<string, unknown>> };

export interface Connection {
  readonly token: string;
  readonly apiUrl: string;
  readonly retryDelay: number;
  readonly until: AbortSignal | undefined;
}

/** Octokit with retries for what can be repeated and patience with rate limits, unless nobody waits for its calls. */
export function connect({ token, apiUrl, retryDelay, until }: Connection): ReturnType<typeof getOctokit> {
  const patience = (retryAfter: number, _options: unknown, _octokit: unknown, retryCount: number): boolean =>
    until === undefined && retryAfter <= LONGEST_WAIT && retryCount < 2;
  const options = {
    baseUrl: apiUrl,
    retry: { retryAfterBaseValue: retryDelay, doNotRetry: [304, 400, 401, 403, 404, 409, 410, 422, 429, 451] },
    throttle: {
      onRateLimit: patience,
      onSecondaryRateLimit: patience,
      retryAfterBaseValue: retryDelay,
      write: pacedWrites(),
      notifications: pacedWrites(),
    },
  };
  return getOctokit(token, options, oneAttempt(until), retry, throttling);
}

import { Failure } from '@codex-worker/core';

/** A bad answer of GitHub's API, as far as we look at it. */
export interface BadAnswer {
  readonly status: number;
  readonly message: string;
  readonly method: string;
  /** Path below the API's root, without parameters. */
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Reads an error of the SDK, or the Failure that was made of it; undefined when it is something else. */
export function badAnswer(error: unknown): BadAnswer | undefined {
  const cause = error instanceof Failure ? error.cause : error;
  if (!(cause instanceof Error) || !('status' in cause) || typeof cause.status !== 'number') return undefined;
  const request = recordOf('request' in cause ? cause.request : undefined);
  const response = recordOf('response' in cause ? cause.response : undefined);
  return {
    status: cause.status,
    message: cause.message.replace(/ - https:\/\/docs\.github\.com\S*$/, ''),
    method: String(request['method'] ?? ''),
    path: pathOf(String(request['url'] ?? '')),
    headers: recordOf(response['headers']),
  };
}

/** What GitHub said, as a sentence: it ends some of its messages with a full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Whether GitHub answered with one of these statuses. */
export function answeredWith(error: unknown, ...statuses: readonly number[]): boolean {
  const answer = badAnswer(error);
  return answer !== undefined && statuses.includes(answer.status);
}

/** Whether a call may have done its work although it failed: the SDK gives 500 to a connection that broke, too. */
export function mayHaveWorked(error: unknown): boolean {
  return (badAnswer(error)?.status ?? 0) >= 500;
}

/** Answers undefined where GitHub found nothing. */
export async function absentWhen<T>(statuses: readonly number[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (answeredWith(error, ...statuses)) return undefined;
    throw error;
  }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

const pathOf = (url: string): string =>
  (URL.canParse(url) ? new URL(url).pathname : url).replace(/^\/api\/v3(?=\/)/, '');

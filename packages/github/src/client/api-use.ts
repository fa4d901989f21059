/** What this process asked of GitHub's API, and what GitHub then said of its limit. */
export interface ApiUse {
  readonly calls: number;
  /** Undefined where GitHub sets no limit, as some servers do. */
  readonly rate: { readonly left: number; readonly of: number } | undefined;
}

/** Of the whole process, whatever clients it has. */
let use: ApiUse = { calls: 0, rate: undefined };

export const apiUse = (): ApiUse => use;

/** Counts an answer. GraphQL has a limit of its own, which counts otherwise. */
export function countAnswer(headers: Readonly<Record<string, unknown>>): void {
  const [left, of] = ['x-ratelimit-remaining', 'x-ratelimit-limit'].map((name) => Number(headers[name] ?? Number.NaN));
  const isKnown = left !== undefined && of !== undefined && Number.isInteger(left) && Number.isInteger(of);
  const isRest = (headers['x-ratelimit-resource'] ?? 'core') === 'core';
  use = { calls: use.calls + 1, rate: isKnown && isRest ? { left, of } : use.rate };
}

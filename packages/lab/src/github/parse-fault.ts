import type { Fault } from './faults.ts';

type Given = Readonly<Record<string, unknown>>;

/** Reads a fault as `POST /_lab/faults` takes it; a string says what is wrong with it. */
export function parseFault(value: unknown): Fault | string {
  if (typeof value !== 'object' || value === null) return 'The fault is not a JSON object.';
  const given = value as Given;
  const { method, times = 1, after } = given;
  const path = pathOf(given);
  if (typeof path === 'string') return path;
  if (typeof times !== 'number') return `"times" is ${JSON.stringify(times)}. Give a number.`;
  const effect = effectOf(given);
  if (typeof effect === 'string') return effect;
  return {
    method: typeof method === 'string' ? method.toUpperCase() : undefined,
    path,
    times,
    effect,
    when: after === true || given['kind'] === 'lost' ? 'after' : 'before',
  };
}

function pathOf({ path, operation }: Given): RegExp | string {
  const pattern = typeof operation === 'string' ? `^/graphql\\?operation=(.*,)?(${operation})(,|$)` : path;
  if (typeof pattern !== 'string')
    return 'The fault names no request. Give "path" as a regular expression, or "operation" as a field of GraphQL.';
  try {
    return new RegExp(pattern);
  } catch {
    return `${JSON.stringify(pattern)} is no regular expression. Escape its special characters.`;
  }
}

const kinds = ['500', '502', '403', '429', 'timeout', 'reset', 'lost'] as const;
type Kind = (typeof kinds)[number];

function effectOf(given: Given): Fault['effect'] | string {
  const { kind, status, drop, halve, delayMs, headers, body } = given;
  if (kind !== undefined) {
    const known = kinds.find((one) => one === String(kind));
    if (known === undefined) return `"kind" is ${JSON.stringify(kind)}. Give one of ${kinds.join(', ')}.`;
    return effectOfKind(known, given);
  }
  // `"status": "drop"` is a spelling of `"drop": true`.
  if (drop === true || drop === 'drop' || status === 'drop') return { kind: 'drop' };
  if (halve === true) return { kind: 'halve' };
  if (typeof status === 'number') return answer(status, body ?? { message: 'Server Error' }, headers);
  if (typeof delayMs === 'number') return { kind: 'delay', ms: delayMs };
  return 'The fault does nothing. Give one of "kind", "status", "drop", "halve" or "delayMs".';
}

// Longer than any client waits.
const timeoutMs = 600_000;

function effectOfKind(kind: Kind, { headers, body, retryAfter = 1, ms = timeoutMs }: Given): Fault['effect'] {
  const wait = { 'retry-after': String(retryAfter) };
  switch (kind) {
    case '500':
      return answer(500, body ?? { message: 'Server Error' }, headers);
    case '502':
      return answer(502, body ?? { message: 'Server Error' }, headers);
    case '403':
    case '429':
      return answer(Number(kind), body ?? secondaryLimit, { ...wait, ...(headers as object | undefined) });
    case 'timeout':
      return { kind: 'timeout', ms: Number(ms) };
    case 'reset':
    case 'lost':
      return { kind: 'reset' };
  }
}

const secondaryLimit = {
  message:
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.',
  documentation_url:
    'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits',
};

function answer(status: number, body: unknown, headers: unknown): Fault['effect'] {
  return { kind: 'answer', status, headers: (headers ?? {}) as Record<string, string>, body };
}

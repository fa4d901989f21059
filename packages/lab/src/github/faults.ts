/** What happens to a request instead of, or before, its usual answer. */
export interface Fault {
  readonly method: string | undefined;
  /** Matches the path with its query. */
  readonly path: RegExp;
  times: number;
  readonly effect:
    | {
        readonly kind: 'answer';
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
        readonly body: unknown;
      }
    | { readonly kind: 'drop' }
    /** Only the first half of the body arrives, and nobody says so. */
    | { readonly kind: 'halve' }
    | { readonly kind: 'delay'; readonly ms: number };
  /** `after` lets the request take effect, and loses only its answer. */
  readonly when: 'before' | 'after';
}

/** The faults that wait for their request. */
export interface Faults {
  add(fault: Fault): void;
  /** Uses up one fault that matches. */
  take(method: string, path: string): Fault | undefined;
  clear(): void;
  /** Tells of each request, broken or not. */
  watch(seen: (method: string, path: string) => void): void;
}

export function createFaults(): Faults {
  let waiting: Fault[] = [];
  const watchers: ((method: string, path: string) => void)[] = [];
  return {
    add: (fault) => {
      waiting.push(fault);
    },
    watch: (seen) => {
      watchers.push(seen);
    },
    take(method, path) {
      for (const seen of watchers) seen(method, path);
      const fault = waiting.find((one) => (one.method === undefined || one.method === method) && one.path.test(path));
      if (fault === undefined) return undefined;
      fault.times -= 1;
      waiting = waiting.filter((one) => one.times > 0);
      return fault;
    },
    clear: () => {
      waiting = [];
    },
  };
}

/** Reads a fault as `POST /_lab/faults` takes it; a string says what is wrong with it. */
export function parseFault(value: unknown): Fault | string {
  if (typeof value !== 'object' || value === null) return 'The fault is not a JSON object.';
  const {
    method,
    path,
    times = 1,
    status,
    drop,
    halve,
    delayMs,
    headers = {},
    body,
    after,
  } = value as Record<string, unknown>;
  if (typeof path !== 'string') return 'The fault names no path. Give "path" as a regular expression.';
  if (typeof times !== 'number') return `"times" is ${JSON.stringify(times)}. Give a number.`;
  const effect = parseEffect({ status, drop, halve, delayMs, headers, body });
  if (effect === undefined) return 'The fault does nothing. Give one of "status", "drop", "halve" or "delayMs".';
  return {
    method: typeof method === 'string' ? method.toUpperCase() : undefined,
    path: new RegExp(path),
    times,
    effect,
    when: after === true ? 'after' : 'before',
  };
}

function parseEffect({
  status,
  drop,
  halve,
  delayMs,
  headers,
  body,
}: Record<string, unknown>): Fault['effect'] | undefined {
  // `"status": "drop"` is a spelling of `"drop": true`.
  if (drop === true || drop === 'drop' || status === 'drop') return { kind: 'drop' };
  if (halve === true) return { kind: 'halve' };
  if (typeof status === 'number')
    return {
      kind: 'answer',
      status,
      headers: headers as Record<string, string>,
      body: body ?? { message: 'Server Error' },
    };
  return typeof delayMs === 'number' ? { kind: 'delay', ms: delayMs } : undefined;
}

/** What happens to a request instead of, or before, its usual answer. */
export interface Fault {
  readonly method: string | undefined;
  /** Matches the path with its query. That of a GraphQL request is `/graphql?operation=` and its root fields. */
  readonly path: RegExp;
  times: number;
  readonly effect:
    | {
        readonly kind: 'answer';
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
        readonly body: unknown;
      }
    /** The connection is closed without an answer. */
    | { readonly kind: 'drop' }
    /** The connection breaks: the client's socket says so at once. */
    | { readonly kind: 'reset' }
    /** Nothing comes until the client gives up, or this time is over. */
    | { readonly kind: 'timeout'; readonly ms: number }
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

import type { Identity } from './identity.ts';
import { Refusal } from './refusal.ts';

/** Requests that somebody may make in an hour. */
export type HourlyLimits = Readonly<Record<Identity['kind'], number>>;

/** GitHub's limits; all jobs of a repository share one. */
export const gitHubLimits: HourlyLimits = { anonymous: 60, user: 5_000, app: 5_000, job: 1_000 };

/** Where somebody stands. */
export interface Allowance {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
}

export interface RateLimits {
  read(identity: Identity): Allowance;
  /** Counts one request. */
  count(identity: Identity): Allowance;
}

const hourSeconds = 3600;

/** Counts requests by hour and by who makes them. */
export function createRateLimits(limits: HourlyLimits, now: () => Date): RateLimits {
  const windows = new Map<string, { used: number; reset: number }>();
  const windowOf = (identity: Identity) => {
    const seconds = Math.floor(now().getTime() / 1000);
    const key = ownerOf(identity);
    const open = windows.get(key);
    if (open !== undefined && open.reset > seconds) return open;
    const fresh = { used: 0, reset: seconds + hourSeconds };
    windows.set(key, fresh);
    return fresh;
  };
  const read = (identity: Identity) => {
    const { used, reset } = windowOf(identity);
    const limit = limits[identity.kind];
    return { limit, used: Math.min(used, limit), remaining: Math.max(0, limit - used), reset };
  };
  return {
    read,
    count(identity) {
      windowOf(identity).used += 1;
      return read(identity);
    },
  };
}

function ownerOf(identity: Identity): string {
  switch (identity.kind) {
    case 'anonymous':
    case 'job':
      return identity.kind;
    case 'user':
    case 'app':
      return `${identity.kind} ${identity.account.login}`;
  }
}

/** The headers that every answer carries. */
export function rateLimitHeaders(
  { limit, remaining, used, reset }: Allowance,
  resource: 'core' | 'graphql',
): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': resource,
  };
}

/** The refusal of somebody whose requests are used up. */
export function rateLimitExceeded(identity: Identity): Refusal {
  const whom =
    identity.kind === 'anonymous'
      ? '127.0.0.1'
      : identity.kind === 'job'
        ? 'installation'
        : `user ID ${identity.account.id}`;
  return new Refusal(403, `API rate limit exceeded for ${whom}.`);
}

/** The answer of `GET /rate_limit`. */
export function rateLimitBody(core: Allowance, graphql: Allowance) {
  return {
    resources: { core, graphql, search: { limit: 30, used: 0, remaining: 30, reset: core.reset } },
    rate: core,
  };
}

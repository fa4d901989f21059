import type { Identity, TokenJob } from './identity.ts';

/** Whose token a request carried. */
export type RequestToken =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'account'; readonly login: string }
  | ({ readonly kind: 'job' } & TokenJob)
  | { readonly kind: 'unknown' };

/** One request to the API. */
export interface RequestRecord {
  readonly method: string;
  /** With the query. That of a GraphQL request is `/graphql?operation=` and its root fields. */
  readonly path: string;
  /** 0 when the connection was dropped on purpose. */
  readonly status: number;
  readonly token: RequestToken;
  readonly at: string;
  readonly ms: number;
}

/** What the log keeps of a token: whose it is, never the token. */
export function requestToken(identity: Identity | undefined): RequestToken {
  switch (identity?.kind) {
    case undefined:
      return { kind: 'unknown' };
    case 'anonymous':
      return { kind: 'anonymous' };
    case 'job':
      return { kind: 'job', ...identity.job };
    case 'user':
    case 'app':
      return { kind: 'account', login: identity.account.login };
  }
}

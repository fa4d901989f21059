import { randomBytes } from 'node:crypto';
import type { Permissions } from '../run.ts';
import { type Account, type Accounts, actionsBot } from './accounts.ts';

/** The job that a token was made for. */
export interface TokenJob {
  readonly runId: number;
  readonly jobId: number;
  readonly name: string;
}

/** Who makes a request, by token. */
export type Identity =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly account: Account; readonly token: string }
  | { readonly kind: 'app'; readonly account: Account; readonly token: string; readonly permissions: Permissions }
  | {
      readonly kind: 'job';
      readonly account: Account;
      readonly token: string;
      readonly permissions: Permissions;
      readonly job: TokenJob;
    };

/** Somebody we know. */
export type SignedIn = Exclude<Identity, { kind: 'anonymous' }>;

/** The tokens that open the API, and whose they are. */
export interface Tokens {
  /** Undefined for a token that is unknown, has ended or was revoked. */
  identify(token: string): SignedIn | undefined;
  forUser(account: Account): string;
  /** Of an installation; one that an App has asked for ends by itself. */
  forApp(account: Account, permissions: Permissions, endsAt?: Date): string;
  forJob(permissions: Permissions, job: TokenJob): string;
  revoke(token: string): void;
  /** The tokens that an account has now. */
  of(login: string): readonly string[];
}

/** Makes tokens in the forms that GitHub's have. */
export function createTokens(accounts: Accounts, now: () => Date): Tokens {
  const known = new Map<string, SignedIn>();
  const ends = new Map<string, Date>();
  const hasEnded = (token: string) => now().getTime() >= (ends.get(token)?.getTime() ?? Number.POSITIVE_INFINITY);
  const keep = (identity: SignedIn) => {
    known.set(identity.token, identity);
    return identity.token;
  };
  return {
    identify: (token) => (hasEnded(token) ? undefined : known.get(token)),
    forUser: (account) => keep({ kind: 'user', account, token: `ghp_${letters(36)}` }),
    forApp(account, permissions, endsAt) {
      const token = keep({ kind: 'app', account, token: installationToken(), permissions });
      if (endsAt !== undefined) ends.set(token, endsAt);
      return token;
    },
    forJob: (permissions, job) =>
      keep({ kind: 'job', account: accounts.get(actionsBot), token: installationToken(), permissions, job }),
    revoke: (token) => known.delete(token),
    of: (login) => [...known.values()].filter(({ account }) => account.login === login).map(({ token }) => token),
  };
}

function letters(count: number): string {
  return randomBytes(count).toString('base64').replaceAll(/[+/=]/g, 'x').slice(0, count);
}

/** Since 2026 installation tokens are about 520 characters: `ghs_`, the app's id and a JWT. */
function installationToken(): string {
  const header = Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url');
  return `ghs_15368_${header}.${letters(200)}.${letters(270)}`;
}

/** The token in an `Authorization` header, whatever the scheme: `token`, `bearer`, or `basic` with any user name. */
export function tokenOf(authorization: string | undefined): string | undefined {
  const [, scheme = '', credentials = ''] = /^(\w+) +(.+)$/.exec(authorization ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'token':
    case 'bearer':
      return credentials;
    case 'basic': {
      const [user = '', ...password] = Buffer.from(credentials, 'base64').toString().split(':');
      // Git clients that are given a URL such as https://TOKEN@host send an empty password.
      return password.join(':') || user;
    }
  }
  return authorization === undefined ? undefined : '';
}

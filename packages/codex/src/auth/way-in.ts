import { Failure } from '@codex-worker/core';
import { assertKey } from '../proxy/api-key.ts';
import { type ChatGptLogin, parseLogin } from './chatgpt-login.ts';

/** How OpenAI knows who pays. */
export type WayIn =
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'keyless'; readonly trust: WorkloadTrust }
  | { readonly kind: 'login'; readonly login: ChatGptLogin }
  | { readonly kind: 'access-token'; readonly token: string };

/** What OpenAI was told of this repository, and how a job shows that it is one of its jobs. */
export interface WorkloadTrust {
  readonly identityProviderId: string;
  readonly serviceAccountId: string;
  readonly audience: string;
  /** Where the job gets its OIDC token, and what with. */
  readonly requestUrl: string;
  readonly requestToken: string;
}

/** What the inputs give; undefined where one is empty. */
export interface GivenWays {
  readonly apiKey: string | undefined;
  readonly authJson: string | undefined;
  readonly accessToken: string | undefined;
  readonly identityProviderId: string | undefined;
  readonly serviceAccountId: string | undefined;
  readonly audience: string | undefined;
  /** `ACTIONS_ID_TOKEN_REQUEST_URL` and `…_TOKEN`, which the runner sets where a job has `id-token: write`. */
  readonly requestUrl: string | undefined;
  readonly requestToken: string | undefined;
}

/** Chooses the one way in that is given. None, several, or half of one is a failure that names the inputs. */
export function chooseWayIn(given: GivenWays, now: Date): WayIn {
  const { apiKey = '', authJson, accessToken } = given;
  const named = namesOf(given);
  if (named.length > 1) throw several(named);
  if (authJson !== undefined) return { kind: 'login', login: parseLogin(authJson, now) };
  if (accessToken !== undefined) return { kind: 'access-token', token: parseToken(accessToken) };
  if (given.identityProviderId !== undefined) return { kind: 'keyless', trust: trustOf(given) };
  assertKey(apiKey);
  return { kind: 'api-key', key: apiKey };
}

function namesOf({ apiKey, authJson, accessToken, identityProviderId }: GivenWays): readonly string[] {
  const ways = { 'openai-api-key': apiKey, 'auth-json': authJson, 'access-token': accessToken };
  return Object.entries({ ...ways, 'identity-provider-id': identityProviderId })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `\`${name}\``);
}

function several(names: readonly string[]): Failure {
  return new Failure('ways-in', {
    what: `More than one way in to OpenAI is given: ${names.join(' and ')}.`,
    fix: 'Pass one of them, so that it is plain which account pays.',
  });
}

function parseToken(token: string): string {
  if (/^at-[A-Za-z0-9._-]+$/.test(token)) return token;
  throw new Failure('auth', {
    what: 'The input `access-token` is no access token of ChatGPT: those begin with "at-".',
    fix: 'Store the token alone as the secret `CODEX_ACCESS_TOKEN`. The content of auth.json belongs into `auth-json`, a key of the API into `openai-api-key`.',
  });
}

function trustOf(given: GivenWays): WorkloadTrust {
  const { identityProviderId = '', serviceAccountId = '', audience = '', requestUrl, requestToken } = given;
  const needed = { 'service-account-id': serviceAccountId, 'oidc-audience': audience };
  const empty = Object.entries(needed).flatMap(([name, value]) => (value === '' ? [`\`${name}\``] : []));
  if (empty.length > 0) {
    throw new Failure('input-invalid', {
      what: `The input \`identity-provider-id\` is given, and ${empty.join(' and ')} ${empty.length === 1 ? 'is' : 'are'} empty.`,
      fix: "Set all three as OpenAI's settings page of the identity provider shows them.",
    });
  }
  if (requestUrl === undefined || requestToken === undefined) {
    throw new Failure('permission-missing', {
      what: 'The job may not ask GitHub for an OIDC token, which is what it would show OpenAI in the place of a key.',
      fix: 'Add `id-token: write` to the permissions of the job that runs codex-run.',
    });
  }
  return { identityProviderId, serviceAccountId, audience, requestUrl, requestToken };
}

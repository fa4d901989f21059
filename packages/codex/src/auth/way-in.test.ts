import { Failure } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { loginFile } from './login.fixture.ts';
import { chooseWayIn, type GivenWays } from './way-in.ts';

const nothing: GivenWays = {
  apiKey: undefined,
  authJson: undefined,
  accessToken: undefined,
  identityProviderId: undefined,
  serviceAccountId: undefined,
  audience: undefined,
  requestUrl: undefined,
  requestToken: undefined,
};
const keyless = { identityProviderId: 'idp_1', serviceAccountId: 'sa_1', audience: 'https://api.openai.com/v1' };
const job = { requestUrl: 'https://token.example.com/x?y=z', requestToken: 'request-token-0123' };
const now = new Date('2026-03-01T10:00:00Z');
const authJson = loginFile({ expiresAt: new Date('2026-03-05T10:00:00Z') });

const chosen = [
  { given: { apiKey: 'sk-1' }, way: { kind: 'api-key', key: 'sk-1' } },
  { given: { accessToken: 'at-0123' }, way: { kind: 'access-token', token: 'at-0123' } },
  { given: { ...keyless, ...job }, way: { kind: 'keyless', trust: { ...keyless, ...job } } },
  { given: { authJson }, way: { kind: 'login', login: { accountId: 'account-1' } } },
  // Every job of a workflow with `id-token: write` has these.
  { given: { apiKey: 'sk-1', ...job }, way: { kind: 'api-key' } },
];
test.each(chosen)('$way.kind is chosen where it alone is given', ({ given, way }) => {
  expect(chooseWayIn({ ...nothing, ...given }, now)).toMatchObject(way);
});

const refused = [
  { when: 'nothing is given', given: {}, code: 'api-key-missing', names: ['openai-api-key', 'auth-json'] },
  {
    when: 'a key and a login are given',
    given: { apiKey: 'sk-1', authJson },
    code: 'ways-in',
    names: ['openai-api-key', 'auth-json'],
  },
  {
    when: 'a key is given to a keyless job',
    given: { apiKey: 'sk-1', ...keyless, ...job },
    code: 'ways-in',
    names: ['openai-api-key', 'identity-provider-id'],
  },
  {
    when: 'half of keyless access is given',
    given: { identityProviderId: 'idp_1', ...job },
    code: 'input-invalid',
    names: ['service-account-id', 'oidc-audience'],
  },
  { when: 'the job has no OIDC token', given: keyless, code: 'permission-missing', names: ['id-token: write'] },
  { when: 'a key is given as an access token', given: { accessToken: 'sk-1' }, code: 'auth', names: ['access-token'] },
  {
    when: 'a key is given as a login',
    given: { authJson: '{"OPENAI_API_KEY":"sk-1"}' },
    code: 'auth',
    names: ['auth-json'],
  },
  { when: 'no JSON is given as a login', given: { authJson: 'sk-1' }, code: 'auth', names: ['auth-json'] },
  {
    when: 'the login is over',
    given: { authJson: loginFile({ expiresAt: new Date('2026-03-01T09:59:00Z') }) },
    code: 'login-expired',
    names: ['auth-json', '2026-03-01 09:59 UTC'],
  },
];
test.each(refused)('$when: $code, which names the inputs and shows no secret', ({ given, code, names }) => {
  const failure = thrownBy(() => chooseWayIn({ ...nothing, ...given }, now));
  expect(failure.code).toBe(code);
  for (const name of names) expect(failure.message).toContain(name);
  expect(failure.message).not.toMatch(/sk-1|eyJ|rt_/);
});

function thrownBy(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new TypeError('nothing was refused');
}

import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { appJwt } from './app-jwt.fixture.ts';
import { openGitHub } from './open-github.ts';

const repo = '/repos/octo-org/demo';
const now = () => Math.floor(Date.now() / 1000);
/** To make one takes a tenth of a second. */
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject) => String(key.export({ type: 'pkcs1', format: 'pem' }));

async function openApp(options: Parameters<typeof openGitHub>[0] = {}) {
  const lab = await openGitHub(options);
  const { app } = lab.github.registerApp({ slug: 'octo-publisher', publicKey: pem(keys.publicKey) });
  const send = async (token: string, method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${lab.github.api}${path}`, {
      method,
      headers: { authorization: `bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said = response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
    return { ...said, status: response.status };
  };
  const jwt = (claims: Readonly<Record<string, unknown>> = {}) =>
    appJwt(pem(keys.privateKey), { iss: app.id, ...claims });
  const mint = async (body?: object): Promise<Record<string, unknown>> =>
    send(jwt(), 'POST', `/app/installations/${app.installationId}/access_tokens`, body);
  return { ...lab, app, send, jwt, mint };
}

test('an App is known by its id and by its client id', async () => {
  const { app, send, jwt } = await openApp();
  for (const iss of [app.id, String(app.id), app.clientId])
    expect(await send(jwt({ iss }), 'GET', '/app')).toMatchObject({ status: 200, slug: 'octo-publisher' });
});

const refused = [
  { when: 'nobody knows', claims: { iss: 7 }, answer: { status: 404, message: 'Integration not found' } },
  { when: 'is of the future', claims: { iat: now() + 60 }, answer: { status: 401, message: /'Issued at'/ } },
  {
    when: 'has ended',
    claims: { exp: now() - 60 },
    answer: { status: 401, message: /'Expiration time'.*future time/ },
  },
  { when: 'lives too long', claims: { exp: now() + 900 }, answer: { status: 401, message: /too far in the future/ } },
] as const;

for (const { when, claims, answer } of refused) {
  test(`what an App signs is refused when it ${when}`, async () => {
    const { send, jwt } = await openApp();
    const { status, message } = answer;
    expect(await send(jwt(claims), 'GET', '/app')).toMatchObject({ status, message: expect.stringMatching(message) });
  });
}

test('the key of another, and tokens that are none of an App, open nothing of an App', async () => {
  const { app, github, send } = await openApp();
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  for (const token of [appJwt(pem(other.privateKey), { iss: app.id }), github.tokens.owner, 'nonsense'])
    expect(await send(token, 'GET', `${repo}/installation`)).toMatchObject({
      status: 401,
      message: 'A JSON web token could not be decoded',
    });
});

test('an installation token may do exactly what was asked for, until it is revoked', async () => {
  const { mint, send } = await openApp();
  const { token } = await mint({ repositories: ['demo'], permissions: { issues: 'write' } });
  expect(await send(String(token), 'POST', `${repo}/issues`, { title: 'Hi' })).toMatchObject({
    status: 201,
    user: { login: 'octo-publisher[bot]', type: 'Bot' },
  });
  expect(await send(String(token), 'GET', `${repo}/contents/README.md`)).toMatchObject({ status: 403 });
  expect(await send(String(token), 'DELETE', '/installation/token')).toEqual({ status: 204 });
  expect(await send(String(token), 'GET', `${repo}/issues`)).toMatchObject({ status: 401, message: 'Bad credentials' });
});

test('an installation token lives an hour', async () => {
  let time = Date.now();
  const { mint, send } = await openApp({ now: () => new Date(time) });
  const { token } = await mint();
  time += 3_599_000;
  expect(await send(String(token), 'GET', `${repo}/issues/1`)).toMatchObject({ status: 404 });
  time += 1000;
  expect(await send(String(token), 'GET', `${repo}/issues/1`)).toMatchObject({ status: 401 });
});

test('what an App was not given, it cannot ask for', async () => {
  const { app, mint } = await openApp();
  const unprocessable = (message: RegExp) => ({ status: 422, message: expect.stringMatching(message) });
  expect(await mint({ permissions: { workflows: 'write' } })).toMatchObject(unprocessable(/not granted/));
  expect(await mint({ permissions: { metadata: 'write' } })).toMatchObject(unprocessable(/not granted/));
  expect(await mint({ repositories: ['other'] })).toMatchObject(unprocessable(/not accessible/));
  app.suspendedAt = '2026-11-22T10:00:00Z';
  expect(await mint()).toMatchObject({ status: 403, message: 'This installation has been suspended' });
});

test('an App that is not installed in a repository is not told of it', async () => {
  const { app, send, jwt, mint } = await openApp();
  expect(await send(jwt(), 'GET', '/repos/octo-org/other/installation')).toMatchObject({ status: 404 });
  app.isInstalled = false;
  expect(await send(jwt(), 'GET', `${repo}/installation`)).toMatchObject({ status: 404, message: 'Not Found' });
  expect(await mint()).toMatchObject({ status: 404 });
});

test("runs follow from what an App's token does, and none from a job's", async () => {
  const { events, jobToken, mint, send } = await openApp();
  const { token } = await mint();
  for (const by of [String(token), jobToken({ issues: 'write' })])
    await send(by, 'POST', `${repo}/issues`, { title: 'Hi' });
  expect(events.map(({ actor, byJob }) => [actor, byJob])).toEqual([
    ['octo-publisher[bot]', false],
    ['github-actions[bot]', true],
  ]);
});

test('an App is registered from outside, with a key of its own or one that is made for it', async () => {
  const { github, send } = await openApp();
  const register = async (body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${github.api}/_lab/apps`, { method: 'POST', body: JSON.stringify(body) });
    return { ...((await response.json()) as Record<string, unknown>), status: response.status };
  };
  const made = await register({ slug: 'second' });
  const privateKey = String(made['private_key']);
  expect(privateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
  const iss = made['id'];
  expect(await send(appJwt(privateKey, { iss }), 'GET', '/app')).toMatchObject({ slug: 'second' });
  const brought = await register({ slug: 'third', public_key: pem(keys.publicKey) });
  const signed = appJwt(pem(keys.privateKey), { iss: brought['client_id'] });
  expect(await send(signed, 'GET', '/app')).toMatchObject({ slug: 'third' });
  expect(await register({ slug: 'fourth', public_key: 'nonsense' })).toMatchObject({ status: 422 });
});

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { openLogin } from '@codex-worker/core';
import { openStage, type Stage } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = String(keys.privateKey.export({ type: 'pkcs1', format: 'pem' }));
const publicKey = String(keys.publicKey.export({ type: 'spki', format: 'pem' }));
const day = 86_400_000;

const secrets = new Map<string, string>();
/** OpenAI's token endpoint: what it was asked, and what it answers. */
const openAi = createServer(async (request, response) => {
  const { refresh_token: used } = JSON.parse((await request.toArray()).join(''));
  asked.push(used);
  const status = asked.filter((token) => token === used).length === 1 ? 200 : 401;
  const renewed = { access_token: jwt(10 * day), id_token: jwt(day), refresh_token: `rt_renewed_${asked.length}` };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status === 200 ? renewed : { error: { code: 'refresh_token_reused' } }));
});
const asked: string[] = [];

let stage: Stage;
let app: ReturnType<Stage['github']['registerApp']>['app'];
let tokenUrl: string;
beforeAll(async () => {
  stage = await openStage({ secrets });
  app = stage.github.registerApp({ slug: 'octo-login', publicKey, permissions: { secrets: 'write' } }).app;
  await new Promise<void>((resolve) => openAi.listen(0, '127.0.0.1', resolve));
  const address = openAi.address();
  tokenUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/oauth/token`;
});
beforeEach(() => {
  asked.length = 0;
  app.permissions = { metadata: 'read', secrets: 'write' };
  secrets.clear();
  stage.github.faults.clear();
});
afterAll(async () => {
  openAi.close().closeAllConnections();
  await stage[Symbol.asyncDispose]();
});

function jwt(lastsMs: number): string {
  const claims = { exp: Math.floor((Date.now() + lastsMs) / 1000), 'https://api.openai.com/auth': {} };
  return [{ alg: 'none' }, claims, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}

const loginOf = (lastsMs: number, refreshToken: string) =>
  JSON.stringify({
    auth_mode: 'chatgpt',
    tokens: { id_token: jwt(day), access_token: jwt(lastsMs), refresh_token: refreshToken, account_id: 'account-1' },
    last_refresh: '2026-03-01T10:00:00Z',
  });

/** Runs the action with a login that lasts so long, in a run that began when it is run. */
async function renew(login: string, inputs: Readonly<Record<string, string>> = {}) {
  const event = await stage.opened({ title: 'Anything' });
  const job = await stage.job(stage.run(event), event, { name: 'login', permissions: { actions: 'read' } });
  const given = { 'auth-json': login, 'app-id': String(app.id), 'app-private-key': privateKey, ...inputs };
  const environment = { CODEX_REFRESH_TOKEN_URL_OVERRIDE: tokenUrl, HTTPS_PROXY: 'http://127.0.0.1:9' };
  return job.use('login-renew', given, { environment });
}

test('a login that ends soon is renewed, and stored as the secret, of which the log shows nothing', async () => {
  const login = loginOf(4 * day, 'rt_first_0123456789');
  const { outputs, log, requests } = await renew(login);
  expect(log.join('\n')).toContain('The login is renewed, and stored as the secret AUTH_JSON.');
  expect(outputs).toEqual({ outcome: 'renewed' });
  const stored = JSON.parse(secrets.get('AUTH_JSON') ?? '{}');
  expect(stored).toMatchObject({ auth_mode: 'chatgpt', tokens: { refresh_token: 'rt_renewed_1' } });
  expect(requests).toContain('PUT /actions/secrets/AUTH_JSON 201');
  for (const secret of ['rt_', stored.tokens.access_token, ...Object.values(JSON.parse(login).tokens).map(String)]) {
    if (secret !== 'account-1') expect(log.join('\n')).not.toContain(secret);
  }
  expect(stage.github.tokensOf('octo-login[bot]')).toEqual([]);
});

test('a login that lasts is kept, and nobody is asked', async () => {
  const { outputs, requests } = await renew(loginOf(6 * day, 'rt_first_0123456789'));
  expect(outputs).toEqual({ outcome: 'kept' });
  expect({ requests, asked }).toEqual({ requests: [], asked: [] });
});

test('a login whose secret was written while the run waited is kept: renewing it would end the new one', async () => {
  await renew(loginOf(4 * day, 'rt_first_0123456789'));
  const newer = secrets.get('AUTH_JSON');
  const event = await stage.opened({ title: 'Waited' });
  const waited = stage.run(event, { createdAt: new Date(Date.now() - day).toISOString() });
  const job = await stage.job(waited, event, { name: 'login', permissions: { actions: 'read' } });
  const given = { 'auth-json': loginOf(4 * day, 'rt_first_0123456789'), 'app-id': String(app.id) };
  const { outputs } = await job.use('login-renew', { ...given, 'app-private-key': privateKey });
  expect(outputs).toEqual({ outcome: 'kept' });
  expect(secrets.get('AUTH_JSON')).toBe(newer);
  expect(asked).toHaveLength(1);
});

test('an App that may not write secrets is told before the login is spent', async () => {
  app.permissions = { metadata: 'read', contents: 'write' };
  const { outputs } = await renew(loginOf(4 * day, 'rt_first_0123456789'));
  expect(outputs['failure']).toMatch(
    /lacks "secrets: write" on octo-org\/demo.*Give it the repository permission Secrets/,
  );
  expect(asked).toEqual([]);
});

test('a login that was used elsewhere is told with what to do', async () => {
  await renew(loginOf(4 * day, 'rt_first_0123456789'));
  secrets.clear();
  const { outputs } = await renew(loginOf(4 * day, 'rt_first_0123456789'));
  expect(outputs['failure']).toMatch(
    /OpenAI did not renew the ChatGPT login: it answered 401 Unauthorized.*Log in again/,
  );
});

test('a login that GitHub does not store any more is told as used up', async () => {
  stage.fault('PUT', /\/actions\/secrets\//, { status: 403, message: 'Resource not accessible by integration' });
  const { outputs } = await renew(loginOf(4 * day, 'rt_first_0123456789'));
  expect(outputs['failure']).toMatch(/was renewed, and GitHub did not store it: .*Log in again/);
});

describe('without an App', () => {
  const sessionKey = 'session-key-of-the-test';
  const carrying = { store: 'artifact', 'session-key': sessionKey, 'app-id': '', 'app-private-key': '' };

  /** Of OpenAI, only what stands in for it is in reach. */
  const offline = { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1,localhost' };

  /** Runs the action in a run of its own, and answers what its artifact holds. */
  async function carry(login: string, inputs: Readonly<Record<string, string>> = {}) {
    const event = await stage.opened({ title: 'Anything' });
    const job = await stage.job(stage.run(event), event, { name: 'login', permissions: { actions: 'write' } });
    const environment = { ...offline, CODEX_REFRESH_TOKEN_URL_OVERRIDE: tokenUrl };
    const ended = await job.use('login-renew', { 'auth-json': login, ...carrying, ...inputs }, { environment });
    return { ...ended, kept: await keptLogins() };
  }

  async function keptLogins() {
    const { api, repository } = stage.github;
    const headers = { authorization: `token ${stage.github.tokenFor('olivia')}` };
    const listed = await fetch(`${api}/repos/octo-org/demo/actions/artifacts?name=codex-worker-login`, { headers });
    const { artifacts } = JSON.parse(await listed.text());
    const bytes = artifacts.map(async ({ id }: { id: number }) =>
      Buffer.from(await (await fetch(`${api}/_lab/artifacts/${id}`)).arrayBuffer()),
    );
    const opened = (await Promise.all(bytes)).map((one) => openLogin(one, repository.id, [sessionKey]) ?? '{}');
    return opened.map((login) => JSON.parse(login).tokens?.refresh_token);
  }

  test('a login that ends soon is renewed and left sealed; the next run renews that one, and one is kept', async () => {
    const first = loginOf(4 * day, 'rt_first_0123456789');
    const renewedOnce = await carry(first);
    expect(renewedOnce.outputs).toEqual({ outcome: 'renewed' });
    expect(renewedOnce.log.join('\n')).toContain('The login is renewed, and stored as a sealed artifact.');
    expect(renewedOnce.kept).toEqual(['rt_renewed_1']);
    const kept = await carry(first);
    expect(kept.outputs).toEqual({ outcome: 'kept' });
    const renewedTwice = await carry(first, { force: 'true' });
    expect(asked).toEqual(['rt_first_0123456789', 'rt_renewed_1']);
    expect(renewedTwice.kept).toEqual(['rt_renewed_2']);
    for (const { log } of [renewedOnce, kept, renewedTwice]) expect(log.join('\n')).not.toContain('rt_');
  });

  test('a login that GitHub does not keep is told as used up', async () => {
    const event = await stage.opened({ title: 'Anything' });
    const job = await stage.job(stage.run(event), event, { name: 'login', permissions: { actions: 'write' } });
    const environment = { ...offline, CODEX_REFRESH_TOKEN_URL_OVERRIDE: tokenUrl, ACTIONS_RUNTIME_TOKEN: 'no-token' };
    const { outputs } = await job.use(
      'login-renew',
      {
        'auth-json': loginOf(4 * day, 'rt_other_0123456789'),
        ...carrying,
        force: 'true',
        'session-key': `${sessionKey}2`,
      },
      { environment },
    );
    expect(outputs['failure']).toMatch(/was renewed, and GitHub did not keep it: .*Log in again/);
  });

  test.each([
    { inputs: { 'session-key': '' }, says: /"store" is artifact, and "session-key" is not given/ },
    { inputs: { 'session-key': 'short' }, says: /"session-key" has 5 characters/ },
    { inputs: { store: 'vault' }, says: /"store" is "vault"/ },
    { inputs: { store: 'secret' }, says: /"app-private-key" is not given/ },
  ])('$inputs is told before the login is spent', async ({ inputs, says }) => {
    const { outputs } = await carry(loginOf(4 * day, 'rt_first_0123456789'), inputs);
    expect(outputs['failure']).toMatch(says);
    expect(asked).toEqual([]);
  });
});

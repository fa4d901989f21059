import { createServer, type IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import { TURN_HEADER } from '../proxy/gate.ts';
import { loginFile } from './login.fixture.ts';
import { openWay } from './open-way.ts';
import { chooseWayIn, type GivenWays } from './way-in.ts';

/** Stands for OpenAI: answers what a table says, and notes what it was asked. */
async function openAi(answers: Readonly<Record<string, { readonly status: number; readonly body: unknown }>>) {
  const asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push({ url, headers });
    const { status, body } = answers[url] ?? { status: 404, body: {} };
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return { url, asked, [Symbol.asyncDispose]: async () => void server.close().closeAllConnections() };
}

const given = (ways: Partial<GivenWays>): GivenWays => ({
  apiKey: undefined,
  authJson: undefined,
  accessToken: undefined,
  identityProviderId: undefined,
  serviceAccountId: undefined,
  audience: undefined,
  requestUrl: undefined,
  requestToken: undefined,
  ...ways,
});

/** Asks through the way as Codex would, which knows nothing of a login. */
async function askThrough(url: string, ways: Partial<GivenWays>) {
  const order = { binary: 'none', home: 'none', upstream: `${url}/responses`, signal: AbortSignal.timeout(5_000) };
  const environment = { CODEX_AUTHAPI_BASE_URL: url };
  await using way = await openWay({ ...order, environment, wayIn: chooseWayIn(given(ways), new Date()) });
  way.admit(async () => true);
  const headers = { [TURN_HEADER]: way.token, originator: 'codex_exec' };
  return await fetch(`http://127.0.0.1:${way.port}/v1/responses`, { method: 'POST', body: '{}', headers });
}

const answer = { status: 200, body: { ok: true } };
const inAnHour = new Date(Date.now() + 3_600_000);

test('requests of a login carry its token and its account, which Codex does not have', async () => {
  await using server = await openAi({ '/responses': answer });
  const authJson = loginFile({ expiresAt: inAnHour });
  expect((await askThrough(server.url, { authJson })).status).toBe(200);
  expect(server.asked[0]?.headers).toMatchObject({
    authorization: `Bearer ${JSON.parse(authJson).tokens.access_token}`,
    'chatgpt-account-id': 'account-1',
    originator: 'codex_exec',
  });
});

test('requests with an access token carry the account that OpenAI says it is of', async () => {
  const whoami = { status: 200, body: { email: 'alice@example.com', chatgpt_account_id: 'account-2' } };
  await using server = await openAi({ '/v1/user-auth-credential/whoami': whoami, '/responses': answer });
  expect((await askThrough(server.url, { accessToken: 'at-0123456789' })).status).toBe(200);
  expect(server.asked.map(({ url, headers }) => [url, headers.authorization, headers['chatgpt-account-id']])).toEqual([
    ['/v1/user-auth-credential/whoami', 'Bearer at-0123456789', undefined],
    ['/responses', 'Bearer at-0123456789', 'account-2'],
  ]);
});

test('an access token that OpenAI does not take is told before Codex is asked anything', async () => {
  await using server = await openAi({ '/v1/user-auth-credential/whoami': { status: 401, body: {} } });
  await expect(askThrough(server.url, { accessToken: 'at-0123456789' })).rejects.toMatchObject({ code: 'auth' });
});

for (const [status, code] of [
  [429, 'rate-limit'],
  [503, 'server-error'],
] as const) {
  test(`a status ${status} of OpenAI says nothing of the access token: nobody is told to make a new one`, async () => {
    await using server = await openAi({ '/v1/user-auth-credential/whoami': { status, body: {} } });
    await expect(askThrough(server.url, { accessToken: 'at-0123456789' })).rejects.toMatchObject({
      code,
      what: expect.stringContaining(`${status}`),
      fix: expect.not.stringContaining('new token'),
    });
  });
}

test('where OpenAI cannot be reached the failure says so', async () => {
  await expect(askThrough('http://127.0.0.1:9', { accessToken: 'at-0123456789' })).rejects.toMatchObject({
    code: 'network',
    what: expect.stringContaining('127.0.0.1:9'),
  });
});

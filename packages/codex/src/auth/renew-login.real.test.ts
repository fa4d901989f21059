import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { sharedToolCache } from '@codex-worker/lab/tool-cache';
import { beforeAll, expect, test } from 'vitest';
import { realBinary } from '../real-codex.fixture.ts';
import { jwtOf, loginFile } from './login.fixture.ts';
import { renewLogin } from './renew-login.ts';

beforeAll(realBinary, 300_000);

/** OpenAI's token endpoint, and a folder for one renewal by the real CLI. */
async function openAi(status: number, answer: object, isThere = true) {
  const asked: unknown[] = [];
  const server = createServer(async (request, response) => {
    asked.push(JSON.parse((await request.toArray()).join('') || '{}'));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${isThere && typeof address === 'object' && address ? address.port : 9}/oauth/token`;
  const parent = path.dirname(sharedToolCache());
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'scratch-'));
  const login = loginFile({ expiresAt: new Date(Date.now() + 86_400_000) });
  // Nothing of a test may reach the real one.
  const environment = { ...process.env, CODEX_REFRESH_TOKEN_URL_OVERRIDE: url, HTTPS_PROXY: 'http://127.0.0.1:9' };
  const signal = AbortSignal.timeout(30_000);
  return {
    asked,
    folder,
    renew: async () => renewLogin({ binary: await realBinary(), login, temporaryFolder: folder, environment, signal }),
    [Symbol.asyncDispose]: async () => {
      server.close().closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}

test('the CLI renews a login, and nothing of it is left on the machine', async () => {
  const renewed = { id_token: jwtOf({ exp: 1 }), access_token: jwtOf({ exp: 2 }), refresh_token: 'rt_second' };
  await using server = await openAi(200, renewed);
  const file = await server.renew();
  expect(server.asked).toEqual([expect.objectContaining({ grant_type: 'refresh_token', refresh_token: 'rt_first' })]);
  expect(file).not.toContain('\n');
  expect(JSON.parse(file)).toMatchObject({
    auth_mode: 'chatgpt',
    tokens: { access_token: renewed.access_token, refresh_token: 'rt_second', account_id: 'account-1' },
    last_refresh: expect.stringMatching(/^\d{4}-/),
  });
  expect(await readdir(server.folder)).toEqual([]);
});

test('a login that was renewed elsewhere is told so', async () => {
  await using server = await openAi(401, { error: { code: 'refresh_token_reused' } });
  await expect(server.renew()).rejects.toMatchObject({
    code: 'login-expired',
    what: 'OpenAI did not renew the ChatGPT login: it answered 401 Unauthorized.',
  });
  expect(await readdir(server.folder)).toEqual([]);
});

test('a login that OpenAI could not renew just now is not said to be over', async () => {
  await using server = await openAi(503, { error: { message: 'overloaded' } });
  await expect(server.renew()).rejects.toMatchObject({
    code: 'server-error',
    what: 'OpenAI did not renew the ChatGPT login: it answered 503 Service Unavailable.',
  });
});

test('where OpenAI cannot be reached, the login is not said to be over either', async () => {
  await using server = await openAi(200, {}, false);
  await expect(server.renew()).rejects.toMatchObject({ code: 'network' });
});

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { openBundle } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { startOpenAiOverTls } from '../model/openai-over-tls.ts';
import { startScriptedModel } from '../model/scripted-model.ts';
import { example } from './example.ts';
import { openScene } from './scene.ts';
import { standardRules } from './standard-rules.ts';

const sessionKey = 'session-key-of-the-scene';

/** A login of ChatGPT, and the file that holds it. */
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
// As long as they are.
const claims = { exp: 4_102_444_800, scope: 'a claim '.repeat(150) };
const accessToken = `${part({ alg: 'none' })}.${part(claims)}.${'signature'.repeat(40)}`;
const authJson = JSON.stringify({
  auth_mode: 'chatgpt',
  tokens: { access_token: accessToken, refresh_token: 'rt_0123456789abcdef', account_id: 'account-1' },
});
const caller = (secrets: readonly string[]) => (text: string) =>
  text.replace(/^ {6}OPENAI_API_KEY: .*$/m, secrets.map((name) => `      ${name}: \${{ secrets.${name} }}`).join('\n'));

test.concurrent('a ChatGPT login answers a whole thread, and is left nowhere', async () => {
  await using scene = await openScene({
    keys: 'any',
    secrets: { OPENAI_API_KEY: '', AUTH_JSON: authJson, SESSION_KEY: sessionKey },
    caller: caller(['AUTH_JSON', 'SESSION_KEY']),
  });
  const issue = await scene.begin('Greet', `shell echo ${accessToken}`);
  expect(await scene.follow(issue, 'go on\nwrite a.txt: 1')).toMatch(/→ Pull request #\d+/);
  expect(scene.model.requests.map(({ authorization }) => authorization)).toContain(`Bearer ${accessToken}`);
  for (const { log } of scene.runs) expect(log).not.toContain(accessToken);
  const [session] = await scene.artifacts(`codex-worker-session-issue-${issue}`);
  const sealed = await fetch(`${scene.lab.github.api}/_lab/artifacts/${session?.id}`);
  const owner = { repositoryId: scene.lab.github.repository.id, thread: `issue-${issue}` } as const;
  const { files } = openBundle(Buffer.from(await sealed.arrayBuffer()), owner, sessionKey);
  const kept = files.map(({ path: name, bytes }) => `${name} ${bytes}`).join('\n');
  expect(kept).toContain('shell echo [redacted]');
  expect(kept).not.toContain(accessToken);
});

test.concurrent('a change is reviewed with the login that it was made with', async () => {
  const given = caller(['AUTH_JSON', 'SESSION_KEY']);
  await using scene = await openScene({
    keys: 'any',
    rules: [{ when: /^You review a change/m, steps: [{ say: '{"verdict":"hold","reason":"It writes a file."}' }] }],
    secrets: { OPENAI_API_KEY: '', AUTH_JSON: authJson, SESSION_KEY: sessionKey },
    caller: (text) => given(text).replace(/^ {4}secrets:$/m, '    with: { review: true }\n    secrets:'),
  });
  const issue = await scene.begin('Greet', 'write a.txt: 1');
  expect(await scene.lastReply(issue)).toContain('It writes a file.');
  expect(new Set(scene.model.requests.map(({ authorization }) => authorization))).toEqual(
    new Set([`Bearer ${accessToken}`]),
  );
});

test.concurrent('a login without a key to seal with is told before a turn is taken', async () => {
  await using scene = await openScene({
    keys: 'any',
    secrets: { OPENAI_API_KEY: '', AUTH_JSON: authJson },
    caller: caller(['AUTH_JSON']),
  });
  const issue = await scene.begin('Greet', 'hello');
  expect(await scene.lastReply(issue)).toMatch(/no key to seal the session .*`SESSION_KEY`/s);
  expect(scene.model.requests).toEqual([]);
});

test.concurrent('a login and a key at once are refused in the thread, by name', async () => {
  await using scene = await openScene({
    secrets: { AUTH_JSON: authJson, SESSION_KEY: sessionKey },
    caller: caller(['OPENAI_API_KEY', 'AUTH_JSON', 'SESSION_KEY']),
  });
  const issue = await scene.begin('Greet', 'hello');
  expect(await scene.lastReply(issue)).toMatch(
    /More than one way in to OpenAI is given: `openai-api-key` and `auth-json`/,
  );
  expect(scene.model.requests).toEqual([]);
});

test.concurrent('a thread is answered without any stored key: the job shows OpenAI who it is', async () => {
  const key = 'sk-for-one-hour-0123456789';
  await using model = await startScriptedModel({ rules: standardRules, key });
  await using openAi = await startOpenAiOverTls({ model: model.url, key });
  await using scene = await openScene({
    callers: {
      'codex.yml': await example('keyless/codex.yml'),
      'codex-thread.yml': await example('keyless/codex-thread.yml'),
    },
    secrets: { OPENAI_API_KEY: '', SESSION_KEY: sessionKey },
    variables: { OPENAI_IDENTITY_PROVIDER_ID: 'idp_1', OPENAI_SERVICE_ACCOUNT_ID: 'sa_1' },
    watch: { machine: openAi.machine },
  });
  const issue = await scene.begin('Greet', 'hello');
  expect(await scene.follow(issue, 'go on\nwrite a.txt: 1')).toMatch(/→ Pull request #\d+/);
  const [identity, exchange, question] = openAi.asked;
  expect(identity).toMatchObject({
    what: expect.stringMatching(
      /^GET token\.actions\.example\.com\/request\?.*&audience=https%3A%2F%2Fapi\.openai\.com/,
    ),
    authorization: `Bearer ${openAi.machine['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`,
  });
  expect(exchange?.what).toBe('POST auth.openai.com/oauth/token');
  expect(JSON.parse(exchange?.body ?? '{}')).toMatchObject({
    subject_token: 'the.identity.of-the-job',
    identity_provider_id: 'idp_1',
    service_account_id: 'sa_1',
  });
  expect(question).toMatchObject({ what: 'POST api.openai.com/v1/responses', authorization: `Bearer ${key}` });
  for (const { log } of scene.runs) expect(log).not.toMatch(/sk-for-one-hour|oidc-request/);
});

/** OpenAI's token endpoint, which renews each login once. */
async function renewing(renewed: object) {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(renewed));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/oauth/token`;
  return { url, [Symbol.dispose]: () => server.close().closeAllConnections() };
}

/** A login that may be renewed, and what OpenAI renews it to. */
function aging() {
  const id_token = `${part({ alg: 'none' })}.${part({ email: 'olivia@example.com' })}.signature`;
  const login = { ...JSON.parse(authJson), last_refresh: '2026-03-01T10:00:00Z' };
  login.tokens.id_token = id_token;
  const access_token = `${part({ alg: 'none' })}.${part({ ...claims, exp: claims.exp + 1 })}.${'renewed'.repeat(40)}`;
  return { login: JSON.stringify(login), renewed: { access_token, id_token, refresh_token: 'rt_next_0123456789' } };
}

test.concurrent('a login that an App stores as the secret is renewed by its workflow', async () => {
  const { login, renewed } = aging();
  using openAi = await renewing(renewed);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await using scene = await openScene({
    secrets: { AUTH_JSON: login, LOGIN_APP_KEY: String(privateKey.export({ type: 'pkcs1', format: 'pem' })) },
    variables: { LOGIN_APP_ID: '1000001' },
    callers: { 'codex-login.yml': await example('login.yml') },
    watch: { machine: { CODEX_REFRESH_TOKEN_URL_OVERRIDE: openAi.url } },
  });
  scene.lab.github.registerApp({
    slug: 'octo-login',
    publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
    permissions: { secrets: 'write' },
  });
  await scene.dispatches({}, 'codex-login.yml');
  await scene.idle();
  expect(scene.lastRun()).toMatchObject({ conclusion: 'success' });
  expect(scene.lab.github.secrets.get('AUTH_JSON')).toContain(renewed.access_token);
  for (const token of [accessToken, renewed.access_token, renewed.refresh_token]) {
    expect(scene.lastRun().log).not.toContain(token);
  }
});

test.concurrent('a login that is carried sealed is renewed by its workflow, and the threads after it use the new one', async () => {
  const { login, renewed } = aging();
  using openAi = await renewing(renewed);
  await using scene = await openScene({
    keys: 'any',
    secrets: { OPENAI_API_KEY: '', AUTH_JSON: login, SESSION_KEY: sessionKey },
    callers: {
      'codex.yml': caller(['AUTH_JSON', 'SESSION_KEY'])(await example('codex.yml')).replace(
        /^ {4}secrets:$/m,
        '    with: { login-workflow: codex-login.yml }\n    secrets:',
      ),
      'codex-login.yml': await example('login-carried.yml'),
    },
    watch: { machine: { CODEX_REFRESH_TOKEN_URL_OVERRIDE: openAi.url } },
  });
  await scene.begin('Before', 'hello');
  await scene.dispatches({}, 'codex-login.yml');
  await scene.idle();
  expect(scene.lastRun().log).toContain('The login is renewed, and stored as a sealed artifact.');
  await scene.begin('After', 'hello');
  const used = new Set(scene.model.requests.map(({ authorization }) => authorization));
  expect([...used]).toEqual([`Bearer ${accessToken}`, `Bearer ${renewed.access_token}`]);
  expect(await scene.artifacts('codex-worker-login')).toHaveLength(1);
  for (const { log } of scene.runs)
    for (const token of [accessToken, renewed.access_token, renewed.refresh_token]) expect(log).not.toContain(token);
});

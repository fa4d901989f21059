import { createServer, type RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { PASS_HEADER } from './gate.ts';
import { startRelay } from './relay.ts';

async function upstreamOf(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';
  const close = async () => void server.close(() => server.closeAllConnections());
  return { server, url: `http://127.0.0.1:${port}/v1/responses`, [Symbol.asyncDispose]: close };
}

const pass = 'came-through-the-gate';
const relayTo = (upstream: string) => startRelay({ upstream, pass, environment: {} });
const ask = (url: string, shown = pass) =>
  fetch(url, { method: 'POST', body: 'question', headers: { authorization: 'Bearer sk-1', [PASS_HEADER]: shown } });

test('an answer passes as it is, with its status and its headers', async () => {
  await using upstream = await upstreamOf(async (request, response) => {
    const body = (await request.toArray()).join('');
    response.writeHead(429, { 'retry-after': '2' }).end(`${request.url} ${request.headers.authorization} ${body}`);
  });
  await using relay = await relayTo(upstream.url);
  const answer = await ask(relay.url);
  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await answer.text()).toBe('/v1/responses Bearer sk-1 question');
});

test('an answer that breaks off becomes a short one', async () => {
  await using upstream = await upstreamOf((_request, response) => {
    response.writeHead(200).write('half', () => setTimeout(() => response.destroy(), 20));
  });
  await using relay = await relayTo(upstream.url);
  expect(await (await ask(relay.url)).text()).toBe('half');
});

test('an upstream that cannot be reached is a status 502 that says why', async () => {
  await using relay = await relayTo('http://127.0.0.1:9/v1/responses');
  const answer = await ask(relay.url);
  expect(answer.status).toBe(502);
  expect(await answer.json()).toMatchObject({
    error: { message: 'No connection to OpenAI: connect ECONNREFUSED 127.0.0.1:9' },
  });
});

test('what did not come through the gate is refused, and the upstream sees none of it', async () => {
  let asked = 0;
  await using upstream = await upstreamOf((_request, response) => {
    asked += 1;
    response.end();
  });
  await using relay = await relayTo(upstream.url);
  expect((await ask(relay.url, 'a guess')).status).toBe(403);
  expect(asked).toBe(0);
});

test('the upstream is not told what opens the relay', async () => {
  await using upstream = await upstreamOf((request, response) => {
    response.end(JSON.stringify(request.headers));
  });
  await using relay = await relayTo(upstream.url);
  expect(await (await ask(relay.url)).text()).not.toContain(pass);
});

test('where the machine reaches OpenAI through a proxy, the relay goes through it', async () => {
  const asked: (string | undefined)[] = [];
  await using proxy = await upstreamOf(() => undefined);
  proxy.server.on('connect', (request, socket) => {
    asked.push(request.url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  const environment = { HTTPS_PROXY: proxy.url };
  await using relay = await startRelay({ upstream: 'https://api.example/v1/responses', pass, environment });
  expect((await ask(relay.url)).status).toBe(502);
  expect(asked).toEqual(['api.example:443']);
});

test('the upstream sees who asks as it wants to, and its address keeps its query', async () => {
  await using upstream = await upstreamOf((request, response) => {
    const { authorization, 'api-key': key } = request.headers;
    response.end(JSON.stringify({ url: request.url, authorization, key }));
  });
  const headers = { 'api-key': 'abc123', authorization: undefined };
  await using relay = await startRelay({ upstream: `${upstream.url}?api-version=1`, pass, environment: {}, headers });
  expect(await (await ask(relay.url)).json()).toEqual({ url: '/v1/responses?api-version=1', key: 'abc123' });
});

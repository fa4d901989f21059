import { createServer, type RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { canRelay, startRelay } from './relay.ts';

async function upstreamOf(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';
  const close = async () => void server.close(() => server.closeAllConnections());
  return { url: `http://127.0.0.1:${port}/v1/responses`, [Symbol.asyncDispose]: close };
}

const ask = (url: string) =>
  fetch(url, { method: 'POST', body: 'question', headers: { authorization: 'Bearer sk-1' } });

test('an answer passes as it is, with its status and its headers', async () => {
  await using upstream = await upstreamOf(async (request, response) => {
    const body = (await request.toArray()).join('');
    response.writeHead(429, { 'retry-after': '2' }).end(`${request.url} ${request.headers.authorization} ${body}`);
  });
  await using relay = await startRelay(upstream.url);
  const answer = await ask(relay.url);
  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await answer.text()).toBe('/v1/responses Bearer sk-1 question');
});

test('an answer that breaks off becomes a short one', async () => {
  await using upstream = await upstreamOf((_request, response) => {
    response.writeHead(200).write('half', () => setTimeout(() => response.destroy(), 20));
  });
  await using relay = await startRelay(upstream.url);
  expect(await (await ask(relay.url)).text()).toBe('half');
});

test('an upstream that cannot be reached is a status 502 that says why', async () => {
  await using relay = await startRelay('http://127.0.0.1:9/v1/responses');
  const answer = await ask(relay.url);
  expect(answer.status).toBe(502);
  expect(await answer.json()).toMatchObject({
    error: { message: 'No connection to OpenAI: connect ECONNREFUSED 127.0.0.1:9' },
  });
});

test('where the way out is set by variables that Node does not read, the relay stands aside', () => {
  expect(canRelay('https://api.example/v1/responses', {})).toBe(true);
  expect(canRelay('https://api.example/v1/responses', { HTTPS_PROXY: 'http://proxy.example' })).toBe(false);
  expect(canRelay('http://127.0.0.1:4010/v1/responses', { SSL_CERT_FILE: '/ca.pem' })).toBe(true);
});

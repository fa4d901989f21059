import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from './connect.ts';

/** What a person is told who asks a server that answers so. */
async function told(answer: RequestListener): Promise<unknown> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const place = { server: 'https://github.com', owner: 'octo-org', name: 'demo' };
  return connect(place, `http://127.0.0.1:${port}`, { GITHUB_TOKEN: 'a-token' }).catch((error: unknown) => error);
}

test.each([
  { what: 'a page', type: 'text/html', body: '<html>Sign in</html>' },
  { what: 'half an answer', type: 'application/json', body: '{"default_bra' },
])('$what in the place of the API is told', async ({ type, body }) => {
  const message = expect.stringMatching(/^What http:\S+ answers is not GitHub's API\. .* ends in \/api\/v3\./);
  const error = await told((_, response) => void response.writeHead(200, { 'content-type': type }).end(body));
  expect(error).toMatchObject({ message, exitCode: 2 });
});

test('an answer that breaks off is told', async () => {
  const error = await told((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '99' }).write('{"a":');
    setTimeout(() => response.destroy(), 50);
  });
  expect(error).toMatchObject({ message: expect.stringContaining("is not GitHub's API"), exitCode: 2 });
});

test('whoever has asked too much is not told to look for a permission', async () => {
  const body = JSON.stringify({
    message: 'API rate limit exceeded for 192.0.2.1.',
    documentation_url: 'https://docs.github.com/x',
  });
  const error = await told(
    (_, response) => void response.writeHead(403, { 'content-type': 'application/json' }).end(body),
  );
  expect(error).toMatchObject({
    message:
      'GitHub answers no more for now: API rate limit exceeded for 192.0.2.1. Try again later, or with a token if there was none.',
    exitCode: 2,
  });
});

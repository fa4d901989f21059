import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { openStage, permissionsOf, type Stage } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';

let stage: Stage;
/** A company's proxy, through which `github.localhost` is reached. */
let proxy: Server;
const tunnels: string[] = [];

beforeAll(async () => {
  stage = await openStage();
  proxy = createServer().on('connect', ({ url = '' }, client, head) => {
    tunnels.push(url);
    const server = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      server.write(head);
      server.pipe(client).pipe(server);
    });
    for (const socket of [server, client]) socket.on('error', () => [server, client].map((each) => each.destroy()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  proxy.close().closeAllConnections();
  await stage[Symbol.asyncDispose]();
});

test('on a runner behind a proxy, GitHub is asked through it', async () => {
  const event = await stage.opened({ title: 'Add up', body: 'Make sum() add up.' });
  const permissions = await permissionsOf('codex-worker.yml', 'route');
  const job = await stage.job(stage.run(event), event, { name: 'route', permissions });
  const address = proxy.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const api = stage.github.api.replace('127.0.0.1', 'github.localhost');
  const environment = { http_proxy: `http://127.0.0.1:${port}`, no_proxy: '', GITHUB_API_URL: api };
  const { outputs, log } = await job.use('event-router', {}, { environment });
  expect(log.join('\n')).not.toMatch(/error/i);
  expect(outputs).toMatchObject({ decision: 'run', thread: 'issue-1' });
  expect(new Set(tunnels)).toEqual(new Set([new URL(api).host]));
});

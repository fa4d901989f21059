import { createServer } from 'node:http';
import { beforeAll, expect, test } from 'vitest';
import { listenOnLoopback } from '../proxy/loopback.ts';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';
import type { Network } from './network.ts';

beforeAll(realBinary, 300_000);

/** What commands of a turn said, one command each, and what the turn was refused. */
async function tried(network: Network, ...commands: readonly string[]) {
  const rules = [{ when: () => true, steps: [...commands.map((run) => ({ run })), { say: 'Tried.' }] }];
  await using codex = await openRealCodex({ rules, config: { network } });
  const end = await codex.take('try');
  expect(end).toMatchObject({ kind: 'answered' });
  const outputs = codex.events.flatMap((event) => (event.kind === 'command-ended' ? [event.output] : []));
  return { outputs, refused: end.kind === 'answered' ? end.refusedHosts : undefined };
}

/** Something on this machine that a command could call. */
async function site() {
  const { port, close } = await listenOnLoopback(createServer((_request, response) => response.end('reached')));
  return { port, [Symbol.asyncDispose]: close };
}

const get = (host: string, port: number, ...options: readonly string[]) =>
  `curl -sS -m 5 ${options.join(' ')} http://${host}:${port}/`;

test('a host of the list is reached, and no other; the reply can say which', async () => {
  await using here = await site();
  const hosts = ['localhost', '*.example.org'];
  const others = ['example.com', '127.0.0.1', 'example.org.evil.test'].map((host) => get(host, here.port));
  const { outputs, refused } = await tried({ kind: 'allow-list', hosts }, get('localhost', here.port), ...others);
  expect(outputs.map((output) => output.includes('reached'))).toEqual([true, false, false, false]);
  expect(refused).toEqual([`example.com:${here.port}`, `127.0.0.1:${here.port}`, `example.org.evil.test:${here.port}`]);
});

test('there is no way around the proxy: no direct connection, no name service', async () => {
  await using here = await site();
  const network = { kind: 'allow-list', hosts: ['localhost'] } as const;
  const direct = get('127.0.0.1', here.port, '--noproxy "*"');
  const bare = `exec 3<>/dev/tcp/127.0.0.1/${here.port} && echo reached`;
  const { outputs } = await tried(network, direct, bare, 'getent hosts example.com && echo reached');
  expect(outputs.join('\n')).not.toContain('reached');
});

test('with the network off nothing is reached', async () => {
  await using here = await site();
  const { outputs, refused } = await tried({ kind: 'off' }, get('localhost', here.port), get('127.0.0.1', here.port));
  expect(outputs.join('\n')).not.toContain('reached');
  expect(refused).toBeUndefined();
});

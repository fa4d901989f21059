import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { jobUser } from '../user/job-user.ts';
import { PASS_HEADER, startGate, TURN_HEADER } from './gate.ts';
import { listenOnLoopback } from './loopback.ts';

/** Something in the place of the key's proxy, which tells what it was sent. */
async function behind() {
  const { port, close } = await listenOnLoopback(
    createServer((request, response) => response.end(JSON.stringify(request.headers))),
  );
  return { port, [Symbol.asyncDispose]: close };
}

const ask = (port: number, token: string) =>
  fetch(`http://127.0.0.1:${port}/v1/responses`, { method: 'POST', body: '{}', headers: { [TURN_HEADER]: token } });

test('the process that was admitted passes with its token, and what is behind sees that it came this way', async () => {
  await using proxy = await behind();
  await using gate = await startGate({ proxyPort: proxy.port, pass: 'came-this-way' });
  gate.admit((inode) => jobUser.holdsSocket(process.pid, inode));
  const answer = await ask(gate.port, gate.token);
  expect(answer.status).toBe(200);
  const seen = await answer.text();
  expect(seen).toContain(`"${PASS_HEADER}":"came-this-way"`);
  expect(seen).not.toContain(gate.token);
});

test('without the token nobody passes', async () => {
  await using proxy = await behind();
  await using gate = await startGate({ proxyPort: proxy.port, pass: 'came-this-way' });
  gate.admit((inode) => jobUser.holdsSocket(process.pid, inode));
  expect((await ask(gate.port, 'a guess')).status).toBe(403);
});

test('before anybody was admitted nobody passes', async () => {
  await using proxy = await behind();
  await using gate = await startGate({ proxyPort: proxy.port, pass: 'came-this-way' });
  expect((await ask(gate.port, gate.token)).status).toBe(403);
});

test.runIf(process.platform === 'linux')(
  'where nobody can tell who asks, it has no answer, and the next one may',
  async () => {
    await using proxy = await behind();
    await using gate = await startGate({ proxyPort: proxy.port, pass: 'came-this-way' });
    gate.admit(() => Promise.reject(new Error('sudo: unable to fork')));
    await expect(ask(gate.port, gate.token)).rejects.toThrow('fetch failed');
    gate.admit((inode) => jobUser.holdsSocket(process.pid, inode));
    expect((await ask(gate.port, gate.token)).status).toBe(200);
  },
);

test.runIf(process.platform === 'linux')('another process does not pass, even with the token', async () => {
  await using proxy = await behind();
  await using gate = await startGate({ proxyPort: proxy.port, pass: 'came-this-way' });
  gate.admit((inode) => jobUser.holdsSocket(process.pid, inode));
  const url = `http://127.0.0.1:${gate.port}/v1/responses`;
  const script = `fetch('${url}', { method: 'POST', headers: { '${TURN_HEADER}': '${gate.token}' } }).then(({ status }) => console.log(status))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
  expect(stdout).toBe('403\n');
});

import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';
import { refuseOutsider } from './outsider.ts';

const ask = (url: string, headers: Record<string, string> = {}, method = 'POST') =>
  refuseOutsider(new Request(url, { method, headers }))?.status;

const cases = [
  { who: 'a tool', url: 'http://127.0.0.1:4000/_lab/shutdown', headers: {}, then: undefined },
  {
    who: 'git by the name that Actions know',
    url: 'http://github.localhost:4000/a/b.git',
    headers: {},
    then: undefined,
  },
  { who: 'IPv6', url: 'http://[::1]:4000/', headers: {}, then: undefined },
  {
    who: "the lab's own page",
    url: 'http://localhost:4000/octo-org/demo/issues',
    headers: { origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin' },
    then: undefined,
  },
  { who: 'a page under a name that leads here', url: 'http://rebound.example:4000/_lab/runs', headers: {}, then: 421 },
  { who: 'a name that only begins so', url: 'http://localhost.example:4000/', headers: {}, then: 421 },
  { who: 'a name that looks like an address', url: 'http://127.0.0.1.example:4000/', headers: {}, then: 421 },
  {
    who: 'a page on the internet',
    url: 'http://127.0.0.1:4000/_lab/shutdown',
    headers: { origin: 'https://example.com', 'sec-fetch-site': 'cross-site' },
    then: 403,
  },
  {
    who: 'a page of another server on this machine',
    url: 'http://127.0.0.1:4000/_lab/shutdown',
    headers: { origin: 'http://127.0.0.1:5000', 'sec-fetch-site': 'same-site' },
    then: 403,
  },
  { who: 'a page that hides where it is', url: 'http://127.0.0.1:4000/', headers: { origin: 'null' }, then: 403 },
] as const;
for (const { who, url, headers, then } of cases)
  test(`${who} is ${then === undefined ? 'let in' : `refused with ${then}`}`, () => {
    expect(ask(url, headers)).toBe(then);
  });

test('a link from elsewhere still opens a page', () => {
  expect(ask('http://127.0.0.1:4000/', { 'sec-fetch-site': 'cross-site' }, 'GET')).toBeUndefined();
});

test('the door refuses a foreign name before anything answers', async () => {
  const { github } = await openGitHub();
  const { port } = new URL(github.api);
  const status = await new Promise((resolve, reject) => {
    const headers = { host: `rebound.example:${port}` };
    httpRequest({ host: '127.0.0.1', port, path: '/_lab/requests', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});

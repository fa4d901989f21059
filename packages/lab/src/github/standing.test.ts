import { expect, test } from 'vitest';
import { openGitHub, runRecord } from './open-github.ts';

const path = '/repos/octo-org/demo';

interface Call {
  readonly what: string;
  readonly request: readonly [method: string, path: string, body?: object];
  /** Statuses for nobody, the stranger, the reader and the writer. */
  readonly people: readonly [number, number, number, number];
  /** Each of these lets a job do it; a job with everything else may not. */
  readonly scopes: readonly string[];
}

/** Thread 1 is an issue of the owner, thread 2 a pull request; the comment in each is the owner's. */
const calls: readonly Call[] = [
  { what: 'read the repository', request: ['GET', ''], people: [200, 200, 200, 200], scopes: [] },
  {
    what: 'look up a permission',
    request: ['GET', '/collaborators/wanda/permission'],
    people: [401, 200, 200, 200],
    scopes: [],
  },
  { what: 'read an issue', request: ['GET', '/issues/1'], people: [200, 200, 200, 200], scopes: ['issues:read'] },
  {
    what: 'open an issue',
    request: ['POST', '/issues', { title: 'Hi' }],
    people: [401, 201, 201, 201],
    scopes: ['issues:write'],
  },
  {
    what: 'close an issue of another',
    request: ['PATCH', '/issues/1', { state: 'closed' }],
    people: [401, 403, 403, 200],
    scopes: ['issues:write'],
  },
  {
    what: 'comment on an issue',
    request: ['POST', '/issues/1/comments', { body: 'Hi' }],
    people: [401, 201, 201, 201],
    scopes: ['issues:write'],
  },
  {
    what: 'comment on a pull request',
    request: ['POST', '/issues/2/comments', { body: 'Hi' }],
    people: [401, 201, 201, 201],
    scopes: ['pull-requests:write'],
  },
  {
    what: 'react to an issue',
    request: ['POST', '/issues/1/reactions', { content: 'eyes' }],
    people: [401, 201, 201, 201],
    scopes: ['issues:write'],
  },
  {
    what: 'edit a comment of another',
    request: ['PATCH', '/issues/comments/COMMENT', { body: 'Ho' }],
    people: [401, 403, 403, 200],
    scopes: ['issues:write'],
  },
  {
    what: 'label an issue',
    request: ['POST', '/issues/1/labels', { labels: ['bug'] }],
    people: [401, 403, 403, 200],
    scopes: ['issues:write'],
  },
  { what: 'lock an issue', request: ['PUT', '/issues/1/lock'], people: [401, 403, 403, 204], scopes: ['issues:write'] },
  {
    what: 'read a pull request',
    request: ['GET', '/pulls/2'],
    people: [200, 200, 200, 200],
    scopes: ['pull-requests:read'],
  },
  {
    what: 'change a pull request of another',
    request: ['PATCH', '/pulls/2', { title: 'Ho' }],
    people: [401, 403, 403, 200],
    scopes: ['pull-requests:write'],
  },
  {
    what: 'read a file',
    request: ['GET', '/contents/README.md'],
    people: [200, 200, 200, 200],
    scopes: ['contents:read'],
  },
  {
    what: 'create a branch',
    request: ['POST', '/git/refs', { ref: 'refs/heads/NEW', sha: 'HEAD' }],
    people: [401, 404, 404, 201],
    scopes: ['contents:write'],
  },
  { what: 'list runs', request: ['GET', '/actions/runs'], people: [200, 200, 200, 200], scopes: ['actions:read'] },
  {
    what: 'list artifacts',
    request: ['GET', '/actions/artifacts'],
    people: [200, 200, 200, 200],
    scopes: ['actions:read'],
  },
  {
    what: 'run a run again',
    request: ['POST', '/actions/runs/500/rerun'],
    people: [401, 403, 403, 201],
    scopes: ['actions:write'],
  },
  {
    what: 'dispatch a workflow',
    request: ['POST', '/actions/workflows/codex.yml/dispatches', { ref: 'main', inputs: { prompt: 'Hi' } }],
    people: [401, 403, 403, 204],
    scopes: ['actions:write'],
  },
  {
    what: 'send a repository_dispatch',
    request: ['POST', '/dispatches', { event_type: 'go' }],
    people: [401, 403, 403, 204],
    scopes: ['contents:write'],
  },
];

const everything = { contents: 'write', issues: 'write', 'pull-requests': 'write', actions: 'write' } as const;

async function openMatrix() {
  const lab = await openGitHub();
  const { github } = lab;
  const send = async (token: string | undefined, [method, rest, body]: Call['request']) =>
    fetch(`${github.api}${path}${rest}`, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const sha = ((await (await send(undefined, ['GET', '/git/ref/heads/main'])).json()) as { object: { sha: string } })
    .object.sha;
  const { owner } = github.tokens;
  await send(owner, ['PUT', '/contents/new.txt', { message: 'x', content: '', branch: 'main' }]);
  await send(owner, ['POST', '/git/refs', { ref: 'refs/heads/change', sha }]);
  await send(owner, ['PUT', '/contents/other.txt', { message: 'x', content: '', branch: 'change' }]);
  await send(owner, ['POST', '/issues', { title: 'Issue' }]);
  await send(owner, ['POST', '/pulls', { title: 'Pull', head: 'change', base: 'main' }]);
  const { id } = (await (await send(owner, ['POST', '/issues/1/comments', { body: 'Hi' }])).json()) as { id: number };
  let branches = 0;
  const status = async (token: string | undefined, call: Call) => {
    branches += 1;
    lab.runs.splice(0, lab.runs.length, runRecord(500, sha, { status: 'completed', conclusion: 'failure' }));
    const text = JSON.stringify(call.request)
      .replace('COMMENT', String(id))
      .replace('HEAD', sha)
      .replace('NEW', `new-${branches}`);
    const response = await send(token, JSON.parse(text));
    if (call.what === 'lock an issue') await send(owner, ['DELETE', '/issues/1/lock']);
    return {
      status: response.status,
      body: response.status === 204 ? undefined : ((await response.json()) as { message?: string }),
    };
  };
  return { lab, status };
}

test('people may do what their role allows', async () => {
  const { lab, status } = await openMatrix();
  const { stranger, reader, writer } = lab.github.tokens;
  for (const call of calls) {
    const statuses = [];
    for (const token of [undefined, stranger, reader, writer]) statuses.push((await status(token, call)).status);
    expect.soft(statuses, call.what).toEqual(call.people);
  }
});

test('a job may do exactly what its permissions name', async () => {
  const { lab, status } = await openMatrix();
  for (const call of calls) {
    for (const scope of call.scopes) {
      const [name = '', access] = scope.split(':');
      const allowed = await status(lab.jobToken({ [name]: access === 'read' ? 'read' : 'write' }), call);
      expect.soft(allowed.status, `${call.what} with ${scope}`).toBeLessThan(300);
    }
    if (call.scopes.length === 0) {
      expect.soft((await status(lab.jobToken({}), call)).status, `${call.what} with nothing`).toBe(200);
      continue;
    }
    const without = Object.fromEntries(
      Object.entries(everything).filter(([name]) => !call.scopes.some((scope) => scope.startsWith(`${name}:`))),
    );
    const refused = { status: 403, body: { message: 'Resource not accessible by integration' } };
    expect
      .soft(await status(lab.jobToken(without), call), `${call.what} without ${call.scopes}`)
      .toMatchObject(refused);
    const reading = Object.fromEntries(Object.keys(everything).map((name) => [name, 'read' as const]));
    if (call.scopes[0]?.endsWith(':write'))
      expect.soft(await status(lab.jobToken(reading), call), `${call.what} with read only`).toMatchObject(refused);
  }
});

test('a permission is admin, write or read, and nobody is a user who does not exist', async () => {
  const { github, jobToken } = await openGitHub();
  github.setRole('mona', 'maintain');
  github.setRole('tess', 'triage');
  const look = async (login: string) => {
    const response = await fetch(`${github.api}${path}/collaborators/${login}/permission`, {
      headers: { authorization: `token ${jobToken({})}` },
    });
    const { permission, role_name, message } = (await response.json()) as Record<string, string>;
    return [permission ?? message, role_name];
  };
  expect(
    await Promise.all(['olivia', 'mona', 'wanda', 'tess', 'rick', 'sam', 'nobody', 'github-actions[bot]'].map(look)),
  ).toEqual([
    ['admin', 'admin'],
    ['write', 'maintain'],
    ['write', 'write'],
    ['read', 'triage'],
    ['read', 'read'],
    ['read', 'read'],
    ['nobody is not a user', undefined],
    ['github-actions[bot] is not a user', undefined],
  ]);
});

test('a private repository does not exist for strangers', async () => {
  const { github } = await openGitHub({ private: true });
  const statuses = [undefined, github.tokens.stranger, github.tokens.reader].map(async (token) => {
    const headers = token === undefined ? {} : { authorization: `token ${token}` };
    return (await fetch(`${github.api}${path}`, { headers })).status;
  });
  expect(await Promise.all(statuses)).toEqual([404, 404, 200]);
});

test('unknown and revoked tokens are bad credentials', async () => {
  const { github, jobToken } = await openGitHub();
  const token = jobToken({ issues: 'read' });
  const read = async (given: string) => {
    const response = await fetch(`${github.api}${path}/issues`, { headers: { authorization: `bearer ${given}` } });
    return [response.status, await response.json()];
  };
  expect(await read(token)).toEqual([200, []]);
  github.revoke(token);
  expect(await read(token)).toMatchObject([401, { message: 'Bad credentials' }]);
  expect(await read('ghp_unknown')).toMatchObject([401, { message: 'Bad credentials' }]);
});

test('requests are counted by the hour, and refused when they are used up', async () => {
  let time = Date.parse('2026-11-22T10:00:00Z');
  const { github, jobToken } = await openGitHub({ hourlyLimits: { job: 2 }, now: () => new Date(time) });
  const read = async () =>
    fetch(`${github.api}${path}/issues`, { headers: { authorization: `token ${jobToken({ issues: 'read' })}` } });
  const statuses = [];
  for (let at = 0; at < 3; at += 1) statuses.push((await read()).status);
  expect(statuses).toEqual([200, 200, 403]);
  const response = await read();
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-ratelimit-limit': '2',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(time / 1000 + 3600),
    'x-github-request-id': expect.stringMatching(/^[0-9A-F]+$/),
  });
  time += 3600 * 1000;
  expect((await read()).status).toBe(200);
});

test('what the lab does not serve is not found', async () => {
  const { github } = await openGitHub();
  for (const missing of ['/nowhere', '/repos/octo-org/other', `${path}/nothing`, `${path}/issues/one`]) {
    const response = await fetch(`${github.api}${missing}`);
    expect([response.status, await response.json()]).toMatchObject([404, { message: 'Not Found', status: '404' }]);
  }
});

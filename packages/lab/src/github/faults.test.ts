import { expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';

const issues = '/repos/octo-org/demo/issues';

async function openFaults() {
  const { github } = await openGitHub();
  const authorization = `token ${github.tokens.writer}`;
  return {
    github,
    breakNext: async (fault: object) => {
      const answer = await fetch(`${github.api}/_lab/faults`, { method: 'POST', body: JSON.stringify(fault) });
      return answer.status === 204 ? 'broken' : ((await answer.json()) as { message: string }).message;
    },
    open: (signal?: AbortSignal) =>
      fetch(`${github.api}${issues}`, {
        method: 'POST',
        body: '{"title":"Hello"}',
        headers: { authorization },
        ...(signal === undefined ? {} : { signal }),
      }),
    ask: (query: string) =>
      fetch(`${github.api}/graphql`, { method: 'POST', body: JSON.stringify({ query }), headers: { authorization } }),
    count: async () => ((await (await fetch(`${github.api}${issues}`)).json()) as unknown[]).length,
  };
}

const codeOf = (request: Promise<unknown>) =>
  request.then(
    () => 'answered',
    (error: { cause?: { code?: string } }) => error.cause?.code,
  );

test('a kind of fault answers as GitHub does, and says when to come again', async () => {
  const { breakNext, open } = await openFaults();
  const answers = [];
  for (const kind of ['500', '502', '403', '429']) {
    await breakNext({ method: 'POST', path: 'issues$', kind, retryAfter: 7 });
    const answer = await open();
    const { message } = (await answer.json()) as { message: string };
    answers.push([answer.status, answer.headers.get('retry-after'), message.slice(0, 43)]);
  }
  expect(answers).toEqual([
    [500, null, 'Server Error'],
    [502, null, 'Server Error'],
    [403, '7', 'You have exceeded a secondary rate limit. P'],
    [429, '7', 'You have exceeded a secondary rate limit. P'],
  ]);
});

test('a reset breaks the connection before the request took effect, and a lost answer after it', async () => {
  const { breakNext, open, count } = await openFaults();
  await breakNext({ path: 'issues', kind: 'reset' });
  expect(await codeOf(open())).toBe('ECONNRESET');
  expect(await count()).toBe(0);
  await breakNext({ method: 'POST', path: 'issues', kind: 'lost' });
  expect(await codeOf(open())).toBe('ECONNRESET');
  expect(await count()).toBe(1);
});

test('a timeout answers nothing until the client gives up or the time is over', async () => {
  const { breakNext, open, count } = await openFaults();
  await breakNext({ method: 'POST', path: 'issues', kind: 'timeout' });
  await expect(open(AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(await count()).toBe(0);
  await breakNext({ method: 'POST', path: 'issues', kind: 'timeout', ms: 30, after: true });
  expect(await codeOf(open())).toBe('UND_ERR_SOCKET');
  expect(await count()).toBe(1);
});

test('a fault of a GraphQL operation leaves the others alone, and the log names them', async () => {
  const { breakNext, ask, github } = await openFaults();
  await breakNext({ operation: 'viewer', kind: '502' });
  expect((await ask('{ rateLimit { limit } }')).status).toBe(200);
  expect((await ask('query Who { viewer { login } }')).status).toBe(502);
  expect(await (await ask('{ viewer { login } }')).json()).toEqual({ data: { viewer: { login: 'wanda' } } });
  expect(github.requests.map(({ path, status }) => [path, status])).toEqual([
    ['/graphql?operation=rateLimit', 200],
    ['/graphql?operation=viewer', 502],
    ['/graphql?operation=viewer', 200],
  ]);
});

test('a fault that cannot be is refused with what to change', async () => {
  const { breakNext } = await openFaults();
  expect(await breakNext({ path: 'issues' })).toMatch(/^The fault does nothing\. Give one of "kind"/);
  expect(await breakNext({ kind: '500' })).toMatch(/^The fault names no request\./);
  expect(await breakNext({ path: '(', kind: '500' })).toBe(
    '"(" is no regular expression. Escape its special characters.',
  );
  expect(await breakNext({ path: 'issues', kind: '418' })).toMatch(/^"kind" is "418"\. Give one of 500, 502, /);
});

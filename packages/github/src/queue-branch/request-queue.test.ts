import { queuePath } from '@codex-worker/core';
import { aQueuedRequest, requestQueueContract } from '@codex-worker/core/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { requestQueue } from './request-queue.ts';

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
});
beforeEach(async () => {
  github.lab.faults.clear();
  await github.as(github.lab.tokens.owner, 'DELETE', '/git/refs/heads/codex-worker/queue');
});
afterAll(() => github[Symbol.asyncDispose]());

const port = () => requestQueue(github.job({ contents: 'write' }));
const waiting = async () => (await port().waiting()).map(({ path }) => path).sort();
const callsOf = async (act: () => Promise<unknown>) => {
  const before = github.lab.requests.length;
  await act();
  return github.lab.requests
    .slice(before)
    .map(({ method, path }) => `${method} ${decodeURIComponent(path).split('/').slice(4).join('/')}`);
};

describe('the queue branch on GitHub', () => {
  requestQueueContract(async () => ({ port: port(), [Symbol.asyncDispose]: async () => undefined }));
});

test('twenty writers at once lose nothing', async () => {
  const asked = Array.from({ length: 20 }, (_, i) => aQueuedRequest(`comment-${100 + i}`, { minute: i }));
  const ends = await Promise.all(asked.map((queued) => port().append(queued)));
  expect(new Set(ends)).toEqual(new Set(['appended']));
  expect(await waiting()).toEqual(asked.map(({ request }) => queuePath(request)));
});

test("a branch that is in the way of the queue's is named at once", async () => {
  const { object } = (await github.as(github.lab.tokens.writer, 'GET', '/git/ref/heads/main')) as {
    object: { sha: string };
  };
  const inTheWay = { ref: 'refs/heads/codex-worker', sha: object.sha };
  await github.as(github.lab.tokens.owner, 'POST', '/git/refs', inTheWay);
  const end = port().append(aQueuedRequest('comment-1'));
  await expect(end).rejects.toMatchObject({
    code: 'push-refused',
    what: 'GitHub makes no branch codex-worker/queue: the branch codex-worker is in the way.',
  });
  await github.as(github.lab.tokens.owner, 'DELETE', '/git/refs/heads/codex-worker');
  expect(await port().append(aQueuedRequest('comment-1'))).toBe('appended');
});

test('writers and a reader that removes do not disturb each other', async () => {
  const asked = Array.from({ length: 8 }, (_, i) => aQueuedRequest(`comment-${100 + i}`, { minute: i }));
  const [first, ...rest] = asked;
  if (first) await port().append(first);
  const path = first ? queuePath(first.request) : '';
  await Promise.all([
    ...rest.map((queued) => port().append(queued)),
    port().change([{ kind: 'remove', path }], 'Remove the first'),
  ]);
  expect(await waiting()).toEqual(rest.map(({ request }) => queuePath(request)));
});

test('the branch shares no history with the code, and holds a note for people', async () => {
  await port().append(aQueuedRequest('comment-1'));
  const { parents } = await github.as(github.lab.tokens.writer, 'GET', '/git/commits/codex-worker%2Fqueue~1');
  expect(parents).toEqual([]);
  const note = await github.as(github.lab.tokens.writer, 'GET', '/contents/README.md?ref=codex-worker/queue');
  expect(Buffer.from(String(note['content']), 'base64').toString()).toContain('is a request that waits');
});

test('a queue without a branch is seen to be empty by one call, and one without requests by two', async () => {
  expect(await callsOf(() => port().waiting())).toHaveLength(1);
  await port().append(aQueuedRequest('comment-1'));
  await port().change([{ kind: 'remove', path: queuePath(aQueuedRequest('comment-1').request) }], 'Empty it');
  expect(await callsOf(() => port().waiting())).toHaveLength(2);
});

test('an append to a queue that exists is one call', async () => {
  await port().append(aQueuedRequest('comment-1'));
  expect(await callsOf(() => port().append(aQueuedRequest('comment-2')))).toEqual([
    'PUT contents/requests/20260301T100000Z-comment-2.json',
  ]);
});

test('a change of what was just listed is tried without listing it again, and is right also where that is old', async () => {
  const [one, two] = [aQueuedRequest('comment-1'), aQueuedRequest('comment-2', { minute: 1 })];
  const queue = port();
  await queue.append(one);
  const remove = (queued: typeof one) =>
    queue.change([{ kind: 'remove', path: queuePath(queued.request) }], 'Remove one');
  await queue.waiting();
  expect(await callsOf(() => remove(one))).toHaveLength(3);
  await queue.waiting();
  await port().append(two);
  await remove(two);
  expect(await waiting()).toEqual([]);
});

for (const after of [true, false]) {
  test(`one file is appended when the connection breaks ${after ? 'after' : 'before'} GitHub took it`, async () => {
    await port().append(aQueuedRequest('comment-1'));
    github.fault('PUT', /contents/, 'drop', after ? { after } : {});
    await port().append(aQueuedRequest('comment-2'));
    expect(await waiting()).toHaveLength(2);
  });

  test(`a change is made once when the connection breaks ${after ? 'after' : 'before'} GitHub took it`, async () => {
    await port().append(aQueuedRequest('comment-1'));
    const path = queuePath(aQueuedRequest('comment-1').request);
    github.fault('PATCH', /git\/refs/, 'drop', after ? { after } : {});
    await port().change([{ kind: 'remove', path }], 'Remove it');
    expect(await waiting()).toEqual([]);
  });
}

test('without contents: write it says which permission is missing', async () => {
  const reader = requestQueue(github.job({ contents: 'read' }));
  await expect(reader.append(aQueuedRequest('comment-1'))).rejects.toMatchObject({
    code: 'permission-missing',
    fix: 'Add "contents: write" to the permissions of the calling job.',
  });
});

test('a run that was started for a file that is no request says what is wrong with it', async () => {
  await port().append(aQueuedRequest('comment-1'));
  const path = 'requests/20260301T100000Z-comment-2.json';
  await port().change([{ kind: 'write', path, text: 'Hi' }], 'A note');
  await expect(port().read(path)).rejects.toMatchObject({ code: 'queue-file', what: expect.stringContaining(path) });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connect } from './octokit.ts';

/** A GitHub on which a repository was renamed, and its first issue transferred. */
async function movedGitHub() {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    if (request.url === '/repos/octo-org/old/issues/8') return response.writeHead(502).end('{}');
    const to = (status: number, location: string) => response.writeHead(status, { location }).end('{}');
    if (request.url === '/repos/octo-org/old/issues/1/comments') return to(301, '/repositories/9/issues/1/comments');
    if (request.url === '/repos/octo-org/old/issues/2/comments') return to(307, '/repositories/77/issues/2/comments');
    if (request.url === '/repos/octo-org/old/issues/3/comments') return to(307, 'http://localhost:1/elsewhere');
    if (request.url === '/repos/octo-org/old/issues/1') return to(301, '/repositories/9/issues/5');
    if (request.url === '/repos/octo-org/old/pulls') return to(307, '/repositories/77/pulls');
    return response.writeHead(201, { 'content-type': 'application/json' }).end('{"number":5}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    octokit: connect({ token: 'token', apiUrl: `http://127.0.0.1:${port}`, retryDelay: 1, until: undefined }),
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

const repository = { owner: 'octo-org', repo: 'old' };

test('what is asked of a renamed repository is asked of it by its new name', async () => {
  await using github = await movedGitHub();
  const { data } = await github.octokit.rest.pulls.create({ ...repository, head: 'x', base: 'main', title: 'X' });
  expect(data.number).toBe(5);
  expect(github.calls).toEqual(['POST /repos/octo-org/old/pulls', 'POST /repositories/77/pulls']);
});

test('a comment follows its issue to the new name of the repository, and to no other host', async () => {
  await using github = await movedGitHub();
  const comment = { ...repository, issue_number: 2, body: 'Hello' };
  expect((await github.octokit.rest.issues.createComment(comment)).status).toBe(201);
  const { status } = await github.octokit.rest.issues.createComment({ ...comment, issue_number: 3 });
  expect(status).toBe(307);
  expect(github.calls).toEqual([
    'POST /repos/octo-org/old/issues/2/comments',
    'POST /repositories/77/issues/2/comments',
    'POST /repos/octo-org/old/issues/3/comments',
  ]);
});

test('a comment does not follow an issue to another repository', async () => {
  await using github = await movedGitHub();
  const { status } = await github.octokit.rest.issues.createComment({ ...repository, issue_number: 1, body: 'Hello' });
  expect(status).toBe(301);
  expect(github.calls).toEqual(['POST /repos/octo-org/old/issues/1/comments']);
});

test('after a comment, what is read follows an issue, and is asked for again where GitHub does not answer', async () => {
  await using github = await movedGitHub();
  await github.octokit.rest.issues.createComment({ ...repository, issue_number: 4, body: 'Hello' });
  const { data } = await github.octokit.rest.issues.get({ ...repository, issue_number: 1 });
  expect(data.number).toBe(5);
  await expect(github.octokit.rest.issues.get({ ...repository, issue_number: 8 })).rejects.toMatchObject({
    status: 502,
  });
  expect(github.calls.filter((call) => call.endsWith('/issues/8'))).toHaveLength(4);
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { gitHubClient } from '../client/github-client.ts';
import { seenNodes } from './seen-nodes.ts';
import { threadFacts } from './thread-facts.ts';

/** A GitHub on which a repository was renamed, where issue 1 stayed and issue 2 was transferred. */
async function movedGitHub() {
  const server = createServer((request, response) => {
    const { host } = request.headers;
    const tell = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    const issue = (repository: string) => ({
      ...{ number: 1, node_id: 'I_1', title: 'Add up', body: null, state: 'open', locked: false, user: null },
      ...{ created_at: '2026-03-01T10:00:00Z', html_url: `http://${host}/${repository}/issues/1` },
      ...{ url: `http://${host}/repos/${repository}/issues/1`, repository_url: `http://${host}/repos/${repository}` },
    });
    const to = (location: string) => response.writeHead(301, { location }).end('{}');
    switch (request.url) {
      case '/repos/octo-org/old':
        return to('/repositories/77');
      case '/repositories/77':
        return tell({ full_name: 'octo-org/new' });
      case '/repos/octo-org/old/issues/1':
        return to('/repositories/77/issues/1');
      case '/repositories/77/issues/1':
        return tell(issue('octo-org/new'));
      case '/repos/octo-org/old/issues/2':
        return to('/repositories/9/issues/1');
      default:
        return tell(issue('octo-org/other'));
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    facts: (number: number) => {
      const repository = { owner: 'octo-org', name: 'old' };
      const client = gitHubClient({ token: 'token', apiUrl: `http://127.0.0.1:${port}`, repository, retryDelay: 1 });
      return threadFacts(client, seenNodes(new Map()), { kind: 'issue', number });
    },
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

test('an issue of a renamed repository is where it was, and a transferred one is not', async () => {
  await using github = await movedGitHub();
  expect(await github.facts(1)).toMatchObject({ title: 'Add up', open: true });
  await expect(github.facts(2)).rejects.toMatchObject({
    code: 'thread-gone',
    what: expect.stringContaining('/octo-org/other/issues/1'),
  });
});

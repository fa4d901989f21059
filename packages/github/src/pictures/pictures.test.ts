import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aPng, examplePictures } from '@codex-worker/core/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversation } from '../conversation/conversation.ts';
import { demoGitHub } from '../demo-github.ts';
import { pictures } from './pictures.ts';

/** What a server answers by its path, and the requests that it got. */
interface Host extends AsyncDisposable {
  readonly address: string;
  readonly asked: readonly { readonly url: string | undefined; readonly authorization: string | undefined }[];
}

async function host(answers: Readonly<Record<string, RequestListener>>): Promise<Host> {
  const asked: Host['asked'][number][] = [];
  const server: Server = createServer((request, response) => {
    asked.push({ url: request.url, authorization: request.headers.authorization });
    const answer = answers[new URL(request.url ?? '', 'http://x').pathname];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, [Symbol.asyncDispose]: close };
}

const sends =
  (bytes: Buffer, type = 'image/png'): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type }).end(bytes);
const redirects =
  (to: string): RequestListener =>
  (_, response) =>
    response.writeHead(302, { location: to }).end();

const at = (name: string): string => `/storage/user/1/files/${name}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-pictures-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const from = ({ address }: Host, signal = new AbortController().signal) =>
  pictures({ hosts: { pages: address, api: address }, folder: path.join(folder, path.basename(address)), signal });

test('a picture is brought once, into a file that only the user of the job reads', async () => {
  await using gitHub = await host({
    [at('a')]: sends(aPng(3, 2)),
    [at('b')]: sends(examplePictures.jpeg, 'image/jpeg'),
  });
  const port = from(gitHub);
  const brought = await port.bring(`${gitHub.address}${at('a')}?jwt=1`);
  expect(await port.bring(`${gitHub.address}${at('a')}?jwt=2`)).toEqual(brought);
  expect(gitHub.asked).toHaveLength(1);
  if (brought.kind !== 'there') throw new TypeError(brought.why);
  expect(await readFile(brought.file)).toEqual(aPng(3, 2));
  expect((await stat(brought.file)).mode & 0o777).toBe(0o600);
  expect(await port.bring(`${gitHub.address}${at('b')}`)).toMatchObject({ file: expect.stringMatching(/\.jpeg$/) });
});

test('an address that had expired is asked again, signed anew', async () => {
  let isOpen = false;
  await using gitHub = await host({
    [at('a')]: (request, response) => (isOpen ? sends(aPng())(request, response) : response.writeHead(404).end()),
  });
  const port = from(gitHub);
  expect(await port.bring(`${gitHub.address}${at('a')}?jwt=1`)).toEqual({ kind: 'unread', why: 'expired' });
  isOpen = true;
  expect(await port.bring(`${gitHub.address}${at('a')}?jwt=2`)).toMatchObject({ kind: 'there' });
});

test('a redirect to where GitHub keeps pictures is followed, without any token', async () => {
  await using gitHub = await host({
    '/user-attachments/assets/a': redirects(`${at('a')}?signature=1`),
    [at('a')]: sends(aPng()),
  });
  expect(await from(gitHub).bring(`${gitHub.address}/user-attachments/assets/a`)).toMatchObject({ kind: 'there' });
  expect(gitHub.asked.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
});

test('no other host is ever asked, whoever names it', async () => {
  await using other = await host({ [at('a')]: sends(aPng()), '/latest/meta-data': sends(aPng()) });
  await using gitHub = await host({
    [at('away')]: redirects(`${other.address}${at('a')}`),
    [at('inward')]: redirects('http://169.254.169.254/latest/meta-data'),
    [at('page')]: redirects('/octo-org/demo/settings'),
    '/octo-org/demo/settings': sends(aPng()),
  });
  const port = from(gitHub);
  for (const address of [
    `${other.address}${at('a')}`,
    `${other.address}/latest/meta-data`,
    `${gitHub.address}/octo-org/demo/settings`,
    ...['away', 'inward', 'page'].map((name) => `${gitHub.address}${at(name)}`),
  ]) {
    expect(await port.bring(address), address).toEqual({ kind: 'unread', why: 'elsewhere' });
  }
  expect(other.asked).toEqual([]);
  expect(gitHub.asked.map(({ url }) => url)).not.toContain('/octo-org/demo/settings');
});

test('a hundred megabytes are not taken, whether they are announced or not', async () => {
  let sent = 0;
  const announced: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': '100000000' });
    response.write(aPng());
  };
  const endless: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'image/png' });
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1_000_000))) sent += 1;
      sent += 1;
    };
    response.on('drain', more);
    more();
  };
  await using gitHub = await host({ [at('a')]: announced, [at('b')]: endless });
  const port = from(gitHub);
  for (const name of ['a', 'b']) {
    expect(await port.bring(`${gitHub.address}${at(name)}`)).toEqual({ kind: 'unread', why: 'too-large' });
  }
  expect(sent).toBeLessThan(40);
});

const answers = [
  { what: 'no picture', answer: sends(Buffer.from('<svg/>')), why: 'no-picture' },
  { what: 'a page', answer: sends(Buffer.from('<html>'), 'text/html'), why: 'no-picture' },
  { what: 'an error of GitHub', answer: (_, response) => response.writeHead(502).end(), why: 'unreachable' },
  { what: 'a connection that breaks', answer: (_, response) => response.destroy(), why: 'unreachable' },
  { what: 'a redirect without end', answer: redirects(at('x')), why: 'unreachable' },
  { what: 'a redirect to nowhere', answer: redirects('http://['), why: 'unreachable' },
  {
    what: 'half of it',
    answer: (_, response) => {
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': '5000' });
      response.write(aPng(), () => response.destroy());
    },
    why: 'unreachable',
  },
] as const satisfies readonly { what: string; answer: RequestListener; why: string }[];
for (const { what, answer, why } of answers) {
  test(`${what} leaves the picture unread, and throws nothing`, async () => {
    await using gitHub = await host({ [at('x')]: answer });
    expect(await from(gitHub).bring(`${gitHub.address}${at('x')}`)).toEqual({ kind: 'unread', why });
  });
}

test('a run that is cancelled waits for no picture', async () => {
  await using gitHub = await host({ [at('a')]: () => undefined });
  const cancel = new AbortController();
  const brought = from(gitHub, cancel.signal).bring(`${gitHub.address}${at('a')}`);
  cancel.abort();
  expect(await brought).toEqual({ kind: 'unread', why: 'unreachable' });
});

test('texts come with what they have attached, at addresses that open, in a private repository too', async () => {
  await using gitHub = await demoGitHub({ private: true });
  const { lab } = gitHub;
  const shot = (name: string) => lab.addAttachment(name, 'image/png', aPng());
  const thread = { kind: 'issue', number: await gitHub.openIssue('Look', shot('a.png')) } as const;
  const { id } = await gitHub.as(lab.tokens.writer, 'POST', `/issues/${thread.number}/comments`, {
    body: shot('b.png'),
  });
  const talk = conversation(gitHub.job({ issues: 'read' }));
  const port = pictures({ hosts: { pages: lab.server, api: lab.api }, folder, signal: new AbortController().signal });
  const texts = [
    await talk.facts(thread),
    await talk.request(thread, `issue-${thread.number}`),
    ...(await talk.commentsSince(thread, '2020-01-01T00:00:00Z')),
    await talk.request(thread, `comment-${Number(id)}`),
  ];
  const attached = texts.flatMap((text) => text?.attachments ?? []);
  expect(attached.map(({ name }) => name)).toEqual(['a.png', 'a.png', 'b.png', 'b.png']);
  for (const { url } of attached) expect(await port.bring(url)).toMatchObject({ kind: 'there' });
});

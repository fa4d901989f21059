import { createCipheriv, hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { openBundle, readHeader, sealBundle } from '@codex-worker/core';
import { leaveTurn, openStage, permissionsOf, type Stage, type StageJob } from '@codex-worker/lab/stage';
import { Header } from 'tar/header';
import { afterAll, beforeAll, expect, test } from 'vitest';

type Event = Awaited<ReturnType<Stage['opened']>>;

const key = 'the-session-key-of-these-tests';
let stage: Stage;
let permissions: Awaited<ReturnType<typeof permissionsOf>>;
beforeAll(async () => {
  stage = await openStage();
  permissions = await permissionsOf('thread.yml', 'agent');
});
afterAll(() => stage[Symbol.asyncDispose]());

const numberOf = ({ payload }: Event) => (payload['issue'] as { number: number }).number;
const threadOf = (event: Event) => `issue-${numberOf(event)}`;
const agent = (event: Event, changes: Parameters<Stage['run']>[1] = {}) =>
  stage.job(stage.run(event, changes), event, { name: 'agent', permissions });
const restore = (job: StageJob, event: Event, inputs: Readonly<Record<string, string>> = {}) =>
  job.use('session-restore', { thread: threadOf(event), 'session-key': key, ...inputs });

/** A turn that was taken and stored, sealed with a key. */
async function takeTurn(event: Event, start: string, inputs: Readonly<Record<string, string>>): Promise<void> {
  const job = await agent(event);
  await restore(job, event, { start, ...inputs });
  await leaveTurn(job, threadOf(event), { text: 'It adds up.' });
  const { 'session-key': sealWith = key } = inputs;
  await job.use('session-persist', { thread: threadOf(event), 'session-key': sealWith });
}

interface Stored {
  readonly opened: Event;
  readonly id: number;
  readonly bytes: Buffer;
}

/** A thread with a session of one turn. */
async function storeSession(inputs: Readonly<Record<string, string>> = {}): Promise<Stored> {
  const opened = await stage.opened({ title: 'Add up', body: 'Make sum() add up.' });
  await takeTurn(opened, 'new', inputs);
  const { id, bytes } = await newest(opened);
  return { opened, id, bytes };
}

async function newest(event: Event) {
  const name = `codex-worker-session-${threadOf(event)}`;
  const { artifacts } = await stage.call('wanda', 'GET', `/actions/artifacts?name=${name}`);
  const ids = (artifacts as readonly { readonly id: number }[]).map(({ id }) => id);
  const id = Math.max(...ids);
  const response = await fetch(`${stage.github.api}/_lab/artifacts/${id}`);
  return { id, bytes: Buffer.from(await response.arrayBuffer()) };
}

const replace = ({ id }: Stored, bytes: Buffer) =>
  fetch(`${stage.github.api}/_lab/artifacts/${id}`, { method: 'PUT', body: new Uint8Array(bytes) });

/** What becomes of the next comment in the thread, and why. */
async function next({ opened }: Stored, inputs: Readonly<Record<string, string>> = {}) {
  const job = await agent(await stage.commented(numberOf(opened), 'Go on'));
  const { outputs } = await restore(job, opened, inputs);
  const file = path.join(job.temp, 'codex-worker', threadOf(opened), 'thread.json');
  const state = JSON.parse(await readFile(file, 'utf8'));
  const said: string = state.refusals[0]?.reply.text ?? '';
  return { status: outputs['status'], why: state.failure?.what, open: state.open.length, said };
}

/** Whoever has the key can seal anything: this seals an archive that the worker would not make. */
function sealArchive(bytes: Buffer, archive: Buffer): Buffer {
  const { header } = readHeader(bytes);
  const clear = Buffer.from(JSON.stringify({ ...header, bytes: archive.length + 16 }));
  const start = Buffer.concat([bytes.subarray(0, 8), lengthOf(clear), clear]);
  const salt = Buffer.from(header.salt, 'base64');
  const sealKey = Buffer.from(hkdfSync('sha256', key, salt, 'codex-worker/bundle/v1', 32));
  const cipher = createCipheriv('aes-256-gcm', sealKey, Buffer.from(header.nonce, 'base64')).setAAD(start);
  return Buffer.concat([start, cipher.update(archive), cipher.final(), cipher.getAuthTag()]);
}

function lengthOf({ length }: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

function tarOf(fields: {
  readonly path: string;
  readonly type: 'File' | 'SymbolicLink' | 'Link';
  readonly linkpath?: string;
}) {
  const block = Buffer.alloc(512);
  new Header({ mode: 0o600, size: 0, mtime: new Date(0), ...fields }).encode(block, 0);
  return zstdCompressSync(Buffer.concat([block, Buffer.alloc(1024)]));
}

/** 640 MB of zeros in some tens of kB. */
const bomb = (): Buffer => {
  const frame = zstdCompressSync(Buffer.alloc(64 * 1024 * 1024));
  return Buffer.concat(Array.from({ length: 10 }, () => frame));
};

const flip = (bytes: Buffer, at: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return changed;
};
const rewrite = (from: string, to: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
const contentsOf = ({ opened, bytes }: Stored) =>
  openBundle(bytes, { repositoryId: stage.github.repository.id, thread: threadOf(opened) as 'issue-1' }, key);

const cases: readonly {
  readonly what: string;
  readonly change: (bytes: Buffer, stored: Stored) => Buffer;
  readonly why: RegExp;
}[] = [
  {
    what: 'of which one byte was changed',
    change: (bytes) => flip(bytes, bytes.length - 40),
    why: /does not open: it was changed after it was sealed\.$/,
  },
  {
    what: 'whose clear header was rewritten',
    change: rewrite('"sequence":1', '"sequence":7'),
    why: /does not open: it was changed after it was sealed\.$/,
  },
  { what: 'that is cut off', change: (bytes) => bytes.subarray(0, -7), why: /is cut off: it has \d+ of \d+ bytes\.$/ },
  { what: 'that is some other file', change: () => Buffer.from('# Read me'), why: /is no bundle of the worker/ },
  { what: 'that is empty', change: () => Buffer.alloc(0), why: /is no bundle of the worker \(0 bytes\)/ },
  {
    what: 'of a newer format',
    change: rewrite('"version":1', '"version":2'),
    why: /is version 2; this release reads up to 1/,
  },
  {
    what: 'of another thread, sealed with the same key',
    change: (_, stored) =>
      sealBundle(contentsOf(stored), { repositoryId: stage.github.repository.id, thread: 'issue-999' }, '0.169.0', key),
    why: /belongs to the thread issue-999, not to issue-\d+\.$/,
  },
  {
    what: 'of another repository, sealed with the same key',
    change: (_, stored) =>
      sealBundle(
        contentsOf(stored),
        { repositoryId: 666, thread: threadOf(stored.opened) as 'issue-1' },
        '0.169.0',
        key,
      ),
    why: /belongs to the repository with id 666, not to this one\.$/,
  },
  {
    what: 'with a path that leaves its folder',
    change: (bytes) => sealArchive(bytes, tarOf({ path: '../../outside', type: 'File' })),
    why: /"\.\.\/\.\.\/outside" leaves its folder/,
  },
  {
    what: 'with an absolute path',
    change: (bytes) => sealArchive(bytes, tarOf({ path: '/etc/passwd', type: 'File' })),
    why: /"\/etc\/passwd" is not a relative path/,
  },
  {
    what: 'with a symbolic link',
    change: (bytes) => sealArchive(bytes, tarOf({ path: 'sessions', type: 'SymbolicLink', linkpath: '/etc' })),
    why: /"sessions" is a SymbolicLink/,
  },
  {
    what: 'with a hard link',
    change: (bytes) => sealArchive(bytes, tarOf({ path: 'sessions', type: 'Link', linkpath: 'ledger.json' })),
    why: /"sessions" is a Link/,
  },
  {
    what: 'that is a bomb',
    change: (bytes) => sealArchive(bytes, bomb()),
    why: /it unpacks to more than 512 MB/,
  },
  {
    what: 'that is no archive',
    change: (bytes) => sealArchive(bytes, Buffer.from('plain text')),
    why: /The archive in the session artifact is refused/,
  },
  {
    what: 'without a ledger',
    change: (bytes) => sealArchive(bytes, tarOf({ path: 'sessions/x', type: 'File' })),
    why: /holds no ledger/,
  },
];

let shared: Promise<Stored> | undefined;

test.each(cases)('a session $what is refused, and the thread is told why', async ({ change, why }) => {
  // Nothing of a refused session is used: the next one is as good as new.
  shared ??= storeSession();
  const stored = await shared;
  await replace(stored, change(stored.bytes, stored));
  const seen = await next(stored);
  expect(seen).toMatchObject({ status: 'untrusted', open: 0, why: expect.stringMatching(why) });
  expect(seen.said).toContain(seen.why);
});

test('a session that is older than the answers in the thread is refused', async () => {
  const stored = await storeSession();
  const comment = await stage.commented(numberOf(stored.opened), 'Go on');
  await takeTurn(comment, 'continue', {});
  const { id } = await newest(stored.opened);
  const { id: commentId } = (comment.payload as { comment: { id: number } }).comment;
  const marker = `<!-- codex-worker:reply request=comment-${commentId} outcome=answered run=1.1 -->`;
  const bot = await agent(comment);
  await fetch(`${stage.github.api}/repos/octo-org/demo/issues/${numberOf(stored.opened)}/comments`, {
    method: 'POST',
    headers: {
      authorization: `token ${stage.github.mintJobToken({ issues: 'write' }, { runId: bot.run.id, jobId: 1, name: 'publish' })}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ body: `Done.\n\n${marker}` }),
  });
  await replace({ ...stored, id }, stored.bytes);
  expect(await next(stored)).toMatchObject({
    status: 'untrusted',
    why: expect.stringMatching(/is older than the thread/),
  });
});

test('while the key is replaced, the old one opens a session, and the new one seals the next', async () => {
  const oldKey = 'the-old-session-key-0123';
  const stored = await storeSession({ 'session-key': oldKey });
  const keys = { 'session-key': key, 'old-session-key': oldKey };
  expect(await next(stored, keys)).toMatchObject({ status: 'resumed' });

  const comment = await stage.commented(numberOf(stored.opened), 'Go on');
  await takeTurn(comment, 'continue', keys);
  const { bytes } = await newest(stored.opened);
  expect(contentsOf({ ...stored, bytes }).ledger.sequence).toBe(2);
});

test.each([
  { what: 'a short key', inputs: { 'session-key': 'short' }, says: 'The input "session-key" has 5 characters.' },
  { what: 'a short old key', inputs: { 'old-session-key': 'short' }, says: '"old-session-key" has 5 characters.' },
  { what: 'the same key twice', inputs: { 'old-session-key': key }, says: 'are the same key.' },
])('$what is told before anything else', async ({ inputs, says }) => {
  const opened = await stage.opened({ title: 'Add up', body: '' });
  const seen = await restore(await agent(opened), opened, { start: 'new', ...inputs });
  expect(seen.exitCode).toBe(1);
  expect(seen.outputs['failure']).toContain(says);
});

test.each([
  { by: 'rick', attempt: 2, status: 'unasked' },
  { by: 'wanda', attempt: 2, status: 'fresh' },
])('a run that $by started again is $status', async ({ by, attempt, status }) => {
  const opened = await stage.opened({ title: 'Add up', body: '' });
  const job = await agent(opened, { attempt, triggeringActor: by });
  const seen = await restore(job, opened, { start: 'new' });
  expect(seen.outputs).toMatchObject({ status, pending: String(status === 'fresh') });
});

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type CommitOrder, commitMessage } from '@codex-worker/core';
// The lab's GitHub is no part of its package's public door.
import { type LabGitHub, startLabGitHub } from '@codex-worker/lab/github';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GitRemote } from './git-remote.ts';
import { publisher } from './publisher.ts';
import { workingTree } from './working-tree.ts';

let folder: string;
let lab: LabGitHub;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-http-'));
  const extraFiles = new Map([['README.md', '# Demo\n']]);
  lab = await startLabGitHub({ dataDir: folder, owner: 'octo-org', name: 'demo', private: true, extraFiles });
});
afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

function remote(name: string, contents: 'read' | 'write'): GitRemote {
  const token = lab.mintJobToken({ contents, metadata: 'read' }, { runId: 1, jobId: 1, name: 'job' });
  return { folder: path.join(folder, name), server: lab.server, repository: 'octo-org/demo', token };
}

async function order(base: string, tree: GitRemote): Promise<CommitOrder> {
  const patch = (await workingTree(tree).changesSince(base)) ?? '';
  const change = { base, patch, subject: 'Change', requests: ['issue-1' as const], unfinished: [], coAuthors: [] };
  return { ...change, branch: 'codex/issue-1/change', startsFrom: 'main', message: commitMessage(change) };
}

test('a change travels from a token that reads to a token that writes', async () => {
  const tree = remote('tree', 'read');
  const base = (await workingTree(tree).checkOut('main')) ?? '';
  await writeFile(path.join(tree.folder, 'README.md'), '# Changed\n');
  const end = await publisher(remote('publish', 'write')).push(await order(base, tree));
  expect(end).toMatchObject({ kind: 'pushed', leftOut: [] });
  const other = remote('other', 'read');
  expect(await workingTree(other).checkOut('codex/issue-1/change')).toBe(end.kind === 'pushed' && end.sha);
  expect(await workingTree(other).requestsInHistory()).toEqual(['issue-1']);
});

test('the token is nowhere in the checkout', async () => {
  const tree = remote('no-token', 'read');
  await workingTree(tree).checkOut('main');
  const basic = Buffer.from(`x-access-token:${tree.token}`).toString('base64');
  const { stdout } = await promisify(execFile)('grep', ['-rlFe', `${tree.token}`, '-e', basic, tree.folder]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
  expect(await readFile(path.join(tree.folder, '.git', 'config'), 'utf8')).toContain('/octo-org/demo.git');
});

test('a token that may not push names the permission', async () => {
  const tree = remote('reader', 'read');
  const base = (await workingTree(tree).checkOut('main')) ?? '';
  await writeFile(path.join(tree.folder, 'new.txt'), 'new\n');
  const { branch: _, ...rest } = await order(base, tree);
  const push = publisher(remote('publish-reader', 'read')).push({ ...rest, branch: 'codex/issue-2/new' });
  await expect(push).rejects.toMatchObject({
    code: 'permission-missing',
    fix: 'Add "contents: write" to the permissions of the job, or pass a token that has it.',
  });
});

test('a token that is not valid is a failure that names the repository', async () => {
  const tree = { ...remote('stranger', 'read'), token: 'ghs_not-a-token' };
  await expect(workingTree(tree).checkOut('main')).rejects.toMatchObject({
    code: 'permission-missing',
    what: expect.stringContaining(`${lab.server} refused git access to octo-org/demo: `),
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FileChange, SignedCommit } from '@codex-worker/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { gitHubClient } from '../client/github-client.ts';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { commitSigner } from './commit-signer.ts';

let github: DemoGitHub;
let parent: string;
beforeAll(async () => {
  github = await demoGitHub();
  parent = await git('rev-parse', 'main');
});
beforeEach(() => github.lab.faults.clear());
afterAll(() => github[Symbol.asyncDispose]());

const signer = () => commitSigner(github.job({ contents: 'write' }));

async function git(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('git', args, { cwd: github.lab.gitFolder })).stdout.trim();
}

const changes: readonly FileChange[] = [
  { kind: 'put', path: 'run.sh', mode: '100755', bytes: Buffer.from('echo 🚀\n') },
  { kind: 'put', path: 'link', mode: '120000', bytes: Buffer.from('run.sh') },
  { kind: 'put', path: 'binary.bin', mode: '100644', bytes: Buffer.from([0, 255, 1]) },
  { kind: 'delete', path: 'README.md' },
];

/** The order with the tree that git makes of the changes. */
async function order(branch: string, rest: Partial<SignedCommit> = {}): Promise<SignedCommit> {
  const files = changes.flatMap((change) => (change.kind === 'put' ? [change] : []));
  const lines = await Promise.all(
    files.map(async ({ mode, path, bytes }) => {
      const made = promisify(execFile)('git', ['hash-object', '-w', '--stdin'], { cwd: github.lab.gitFolder });
      made.child.stdin?.end(bytes);
      return `${mode} blob ${(await made).stdout.trim()}\t${path}`;
    }),
  );
  const made = promisify(execFile)('git', ['mktree'], { cwd: github.lab.gitFolder });
  made.child.stdin?.end(`${lines.join('\n')}\n`);
  const tree = (await made).stdout.trim();
  const parentTree = await git('rev-parse', `${parent}^{tree}`);
  const message = 'Add up\n\nCodex-Request: issue-1\n';
  return { branch, isThere: false, parent, parentTree, tree, changes, message, ...rest };
}

test('a commit is verified, and has the very tree that git made, in three calls and one for each binary file', async () => {
  const before = github.lab.requests.length;
  const end = await signer().land(await order('codex/issue-1/signed'));
  const sha = await git('rev-parse', 'codex/issue-1/signed');
  expect(end).toEqual({ kind: 'landed', sha });
  expect(
    github.lab.requests.slice(before).map(({ method, path }) => `${method} ${path.replace(/.*\/git/, '/git')}`),
  ).toEqual(['POST /git/blobs', 'POST /git/trees', 'POST /git/commits', 'POST /git/refs']);
  const commit = await github.as(github.lab.tokens.writer, 'GET', `/git/commits/${sha}`);
  expect(commit['verification']).toMatchObject({ verified: true, reason: 'valid' });
  expect(await git('log', '-1', '--format=%P %B', sha)).toBe(`${parent} Add up\n\nCodex-Request: issue-1`);
});

test('a branch that is there is moved', async () => {
  const branch = 'codex/issue-2/there';
  await git('branch', branch, parent);
  expect(await signer().land(await order(branch, { isThere: true }))).toMatchObject({ kind: 'landed' });
  expect(await git('rev-list', '--count', `${parent}..${branch}`)).toBe('1');
});

test.each([
  { when: 'it moved meanwhile', there: true },
  { when: 'somebody made it meanwhile', there: false },
])('a branch is left as it is when $when', async ({ there }) => {
  const branch = `codex/issue-3/moved-${there}`;
  const other = await git('commit-tree', '-m', 'Other', '-p', parent, `${parent}^{tree}`);
  await git('branch', branch, other);
  expect(await signer().land(await order(branch, { isThere: there }))).toEqual({ kind: 'moved' });
  expect(await git('rev-parse', branch)).toBe(other);
});

test("a person's token makes no verified commit, and its commit never gets onto the branch", async () => {
  const { apiUrl, repository } = github.run;
  const client = gitHubClient({ token: github.lab.tokens.writer, apiUrl, repository, retryDelay: 5 });
  const end = await commitSigner(client).land(await order('codex/issue-4/unsigned'));
  expect(end).toEqual({
    kind: 'refused',
    detail: expect.stringMatching(/^GitHub did not sign the commit \(unsigned\)\./),
  });
  expect(await git('branch', '--list', 'codex/issue-4/unsigned')).toBe('');
});

test('a tree that is not what git made is not used', async () => {
  const end = await signer().land(await order('codex/issue-5/other', { tree: 'f'.repeat(40) }));
  expect(end).toEqual({ kind: 'refused', detail: expect.stringContaining('another tree of the change') });
});

test('what is too much says what to do', async () => {
  const bytes = Buffer.from('x');
  const many = Array.from({ length: 1001 }, (_, n) => ({ kind: 'put', path: `${n}`, mode: '100644', bytes }) as const);
  expect(await signer().land(await order('codex/issue-6/many', { changes: many }))).toEqual({
    kind: 'refused',
    detail:
      '1001 files change, and a signed commit takes up to 1000. Ask for the change in parts, or set `signed: false`',
  });
});

test.each(['blobs', 'trees', 'commits', 'refs'])(
  'an answer that got lost at %s makes one commit all the same',
  async (what) => {
    const branch = `codex/issue-7/lost-${what}`;
    github.fault('POST', new RegExp(`/git/${what}$`), 'drop', { after: true });
    expect(await signer().land(await order(branch))).toEqual({ kind: 'landed', sha: await git('rev-parse', branch) });
    expect(await git('rev-list', '--count', `${parent}..${branch}`)).toBe('1');
  },
);

test('a branch whose name is the beginning of the new one is named, and the other way round', async () => {
  const detail = (branch: string) =>
    `the branch ${branch} is in the way: git has no branches below the name of another. Rename it, or set another \`branch\` in the workflow`;
  await git('branch', 'old/sum', 'main');
  expect(await signer().land(await order('main/sum'))).toEqual({ kind: 'refused', detail: detail('main') });
  expect(await signer().land(await order('old'))).toEqual({ kind: 'refused', detail: detail('old/sum') });
});

test('a token that may not write names the permission', async () => {
  const reader = commitSigner(github.job({ contents: 'read' }));
  await expect(reader.land(await order('codex/issue-8/denied'))).rejects.toMatchObject({
    code: 'permission-missing',
    fix: 'Add "contents: write" to the permissions of the calling job.',
  });
});

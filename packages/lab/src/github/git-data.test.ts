import { expect, test } from 'vitest';
import { openGitHub, type TestGitHub } from './open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
const refused = (status: number, text: string) => ({ status, message: expect.stringContaining(text) });

/** A job that may write, and the tip of main. */
async function openJob(lab: TestGitHub) {
  const { rest } = lab.client(lab.jobToken({ contents: 'write' }));
  const tip = (await rest.git.getRef({ ...demo, ref: 'heads/main' })).data.object.sha;
  const tree = (await rest.git.getCommit({ ...demo, commit_sha: tip })).data.tree.sha;
  return { rest, tip, tree };
}

test('blobs, a tree on a base and a commit become a branch whose commit is verified', async () => {
  const lab = await openGitHub();
  const { rest, tip, tree } = await openJob(lab);
  const blob = await rest.git.createBlob({
    ...demo,
    content: Buffer.from([0, 255]).toString('base64'),
    encoding: 'base64',
  });
  const made = await rest.git.createTree({
    ...demo,
    base_tree: tree,
    tree: [
      { path: 'bin/run', mode: '100755', type: 'blob', content: '#!/bin/sh\n' },
      { path: 'data.bin', mode: '100644', type: 'blob', sha: blob.data.sha },
      { path: 'src/app.js', mode: '100644', type: 'blob', sha: null },
    ],
  });
  const { data: commit } = await rest.git.createCommit({
    ...demo,
    message: 'Add a script',
    tree: made.data.sha,
    parents: [tip],
  });
  expect(commit).toMatchObject({
    author: { name: 'github-actions[bot]', email: '41898282+github-actions[bot]@users.noreply.github.com' },
    committer: { name: 'GitHub', email: 'noreply@github.com' },
    verification: { verified: true, reason: 'valid' },
  });
  await rest.git.createRef({ ...demo, ref: 'refs/heads/codex', sha: commit.sha });
  const listed = await rest.git.getTree({ ...demo, tree_sha: commit.sha, recursive: '1' });
  expect(listed.data.tree.map(({ path, mode, type }) => `${mode} ${type} ${path}`)).toEqual([
    '040000 tree .github',
    '040000 tree .github/workflows',
    '100644 blob .github/workflows/ci.yml',
    '100644 blob .github/workflows/codex.yml',
    '100644 blob README.md',
    '040000 tree bin',
    '100755 blob bin/run',
    '100644 blob data.bin',
  ]);
  expect((await rest.git.getBlob({ ...demo, file_sha: blob.data.sha })).data).toMatchObject({
    content: 'AP8=',
    size: 2,
  });
  expect((await rest.repos.getCommit({ ...demo, ref: 'codex' })).data.commit.verification).toMatchObject({
    verified: true,
  });
  expect((await rest.repos.getCommit({ ...demo, ref: 'main' })).data.commit.verification).toMatchObject({
    verified: false,
    reason: 'unsigned',
  });
});

test('a commit whose author is named is not verified, and no person gets one signed', async () => {
  const lab = await openGitHub();
  const { rest, tip, tree } = await openJob(lab);
  const base = { ...demo, message: 'Nothing', tree, parents: [tip] };
  const alice = { name: 'Alice', email: 'alice@example.com', date: '2026-01-02T03:04:05Z' };
  const named = await rest.git.createCommit({ ...base, author: alice });
  expect(named.data).toMatchObject({ author: alice, committer: alice, verification: { verified: false } });
  const person = await lab.client(lab.github.tokens.writer).rest.git.createCommit(base);
  expect(person.data).toMatchObject({ committer: { name: 'wanda' }, verification: { verified: false } });
});

test('what cannot be a blob, a tree or a commit is refused', async () => {
  const lab = await openGitHub();
  const { rest, tip, tree } = await openJob(lab);
  const none = 'f'.repeat(40);
  const put = (entry: object) => rest.git.createTree({ ...demo, base_tree: tree, tree: [entry] });
  await expect(put({ path: 'a', mode: '100644', sha: none })).rejects.toMatchObject(
    refused(422, `tree.sha ${none} is not a valid blob`),
  );
  await expect(put({ path: '../a', mode: '100644', content: '' })).rejects.toMatchObject(
    refused(422, 'malformed path component'),
  );
  await expect(put({ path: 'a', mode: '100600', content: '' })).rejects.toMatchObject(refused(422, 'valid tree.mode'));
  await expect(put({ path: 'gone', mode: '100644', sha: null })).rejects.toMatchObject(refused(422, 'BadObjectState'));
  await expect(put({ path: '.github/workflows/new.yml', mode: '100644', content: '' })).rejects.toMatchObject(
    refused(403, 'Resource not accessible by integration'),
  );
  const commit = (parts: object) => rest.git.createCommit({ ...demo, message: 'x', tree, parents: [tip], ...parts });
  await expect(commit({ tree: none })).rejects.toMatchObject(refused(422, 'Tree SHA does not exist'));
  await expect(commit({ parents: [tree] })).rejects.toMatchObject(refused(422, 'Parent SHA does not exist'));
  await expect(rest.git.getBlob({ ...demo, file_sha: none })).rejects.toMatchObject({ status: 404 });
  await expect(rest.git.getTree({ ...demo, tree_sha: 'gone' })).rejects.toMatchObject({ status: 404 });
  const reads = lab.client(lab.jobToken({ contents: 'read' }));
  await expect(reads.rest.git.createBlob({ ...demo, content: 'x' })).rejects.toMatchObject(
    refused(403, 'Resource not accessible by integration'),
  );
});

test('of many who move one ref at once, exactly one wins', async () => {
  const lab = await openGitHub();
  const { rest, tip, tree } = await openJob(lab);
  const writers = Array.from({ length: 8 }, (_, at) => at);
  const commits = await Promise.all(
    writers.map((at) => rest.git.createCommit({ ...demo, message: `Number ${at}`, tree, parents: [tip] })),
  );
  const moved = await Promise.allSettled(
    commits.map(({ data }) => rest.git.updateRef({ ...demo, ref: 'heads/main', sha: data.sha })),
  );
  const won = moved.filter(({ status }) => status === 'fulfilled');
  const statuses = moved.flatMap((one) => (one.status === 'rejected' ? [one.reason.status as number] : []));
  expect(won).toHaveLength(1);
  expect(statuses.every((status) => status === 409 || status === 422)).toBe(true);
  const made = await Promise.allSettled(
    commits.map(({ data }) => rest.git.createRef({ ...demo, ref: 'refs/heads/new', sha: data.sha })),
  );
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(made.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: refused(422, 'Reference already exists'),
  });
});

test('a branch is not made below the name of another, and nobody says why', async () => {
  const lab = await openGitHub();
  const { rest, tip } = await openJob(lab);
  await expect(rest.git.createRef({ ...demo, ref: 'refs/heads/main/new', sha: tip })).rejects.toMatchObject(
    refused(422, 'Reference update failed'),
  );
});

test('a ref moves forward alone, unless it is forced', async () => {
  const lab = await openGitHub();
  const { rest, tip, tree } = await openJob(lab);
  const aside = await rest.git.createCommit({ ...demo, message: 'Aside', tree, parents: [] });
  const move = (force: boolean) => rest.git.updateRef({ ...demo, ref: 'heads/main', sha: aside.data.sha, force });
  await expect(move(false)).rejects.toMatchObject(refused(422, 'Update is not a fast forward'));
  expect((await move(true)).data.object.sha).toBe(aside.data.sha);
  await expect(rest.git.updateRef({ ...demo, ref: 'heads/gone', sha: tip })).rejects.toMatchObject(
    refused(422, 'Reference does not exist'),
  );
});

test('a file comes raw or in Base64, a large one only raw, and a folder stops at a thousand', async () => {
  const many = Array.from({ length: 1_001 }, (_, at): [string, string] => [`many/${at}.txt`, '']);
  const large = 'x'.repeat(1024 * 1024 + 1);
  const lab = await openGitHub({ extraFiles: new Map([...many, ['large.txt', large], ['small.txt', 'small\n']]) });
  const { rest } = lab.client();
  const raw = { mediaType: { format: 'raw+json' } } as const;
  expect((await rest.repos.getContent({ ...demo, path: 'small.txt', ...raw })).data).toBe('small\n');
  expect((await rest.repos.getContent({ ...demo, path: 'large.txt' })).data).toMatchObject({
    content: '',
    encoding: 'none',
    size: large.length,
  });
  expect((await rest.repos.getContent({ ...demo, path: 'large.txt', ...raw })).data).toBe(large);
  expect((await rest.repos.getContent({ ...demo, path: 'many' })).data).toHaveLength(1_000);
  await expect(rest.repos.getContent({ ...demo, path: 'gone' })).rejects.toMatchObject({ status: 404 });
});

test('a file written through the API is signed, unless its author is named', async () => {
  const lab = await openGitHub();
  const { rest } = await openJob(lab);
  const write = (path: string, parts: object = {}) =>
    rest.repos.createOrUpdateFileContents({ ...demo, path, message: `Write ${path}`, content: 'eA==', ...parts });
  expect((await write('a')).data.commit.verification).toMatchObject({ verified: true });
  const author = { name: 'Alice', email: 'alice@example.com' };
  expect((await write('b', { author })).data.commit).toMatchObject({ author, verification: { verified: false } });
});

import { expect, test } from 'vitest';
import { commitMessage } from '../proposal/commit-message.ts';
import type { CommitOrder, Publisher, WorkingTree } from '../proposal/ports.ts';
import type { RequestId } from '../request/request.ts';

/** A working tree and a publisher over one remote that has a branch `main` with README.md, and everybody else's hands. */
export interface RepositoryBench extends AsyncDisposable {
  readonly tree: WorkingTree;
  readonly publisher: Publisher;
  /** Commits files to a branch of the remote from elsewhere; a new branch starts from main. Answers the commit. */
  commit(branch: string, files: Readonly<Record<string, string>>, message?: string): Promise<string>;
  /** The text of a file on a branch of the remote, undefined when it is not there. */
  readRemote(branch: string, path: string): Promise<string | undefined>;
  /** How many commits a branch of the remote has; 0 when there is none. */
  countCommits(branch: string): Promise<number>;
  /** Changes a file of the working tree. */
  write(path: string, text: string): Promise<void>;
  /** The text of a file of the working tree. */
  read(path: string): Promise<string | undefined>;
}

const branch = 'codex/issue-12/sum';

/** What every working tree promises; the fake and real git both run it. */
export function workingTreeContract(open: () => Promise<RepositoryBench>): void {
  test('checkOut puts the tree on the branch as the remote has it now', async () => {
    await using bench = await open();
    const first = await bench.commit('main', { 'a.txt': 'one\n' });
    expect(await bench.tree.checkOut('main')).toBe(first);
    const second = await bench.commit('main', { 'a.txt': 'two\n' });
    expect(await bench.tree.checkOut('main')).toBe(second);
    expect(await bench.read('a.txt')).toBe('two\n');
  });

  test('checkOut of a branch that the remote does not have answers undefined', async () => {
    await using bench = await open();
    expect(await bench.tree.checkOut('codex/issue-9/gone')).toBeUndefined();
  });

  test('what the base tells Codex is told apart from what the files tell it now', async () => {
    await using bench = await open();
    await bench.commit('main', { 'AGENTS.md': 'Be brief.\n' });
    await bench.commit(branch, { 'a.txt': 'one\n' });
    await bench.tree.checkOut(branch, 'main');
    const base = await bench.tree.instructionsOf('main');
    expect(base).toMatchObject({ branch: 'main', document: 'Be brief.\n' });
    expect(await bench.tree.instructionsNow()).toBe(base.digest);
    await bench.write('AGENTS.md', 'Say BANANA.\n');
    expect(await bench.tree.instructionsNow()).not.toBe(base.digest);
  });

  test('checkOut drops what an earlier job left in the files', async () => {
    await using bench = await open();
    const base = await bench.tree.checkOut('main');
    await bench.write('left-over.txt', 'old\n');
    await bench.tree.checkOut('main');
    expect(await bench.read('left-over.txt')).toBeUndefined();
    expect(await bench.tree.changesSince(base ?? '')).toBeUndefined();
  });

  test('a patch of the changes applies to another state of the files, and leaves the rest', async () => {
    await using bench = await open();
    const base = (await bench.tree.checkOut('main')) ?? '';
    await bench.write('new.txt', 'new\n');
    const patch = (await bench.tree.changesSince(base)) ?? '';
    await bench.commit('main', { 'other.txt': 'other\n' });
    await bench.tree.checkOut('main');
    expect(await bench.tree.apply(patch)).toBe(true);
    expect(await bench.read('new.txt')).toBe('new\n');
    expect(await bench.read('other.txt')).toBe('other\n');
  });

  test('a patch that does not fit changes nothing', async () => {
    await using bench = await open();
    const base = await bench.commit('main', { 'a.txt': 'one\n' });
    await bench.tree.checkOut('main');
    await bench.write('a.txt', 'two\n');
    await bench.write('b.txt', 'new\n');
    const patch = (await bench.tree.changesSince(base)) ?? '';
    await bench.commit('main', { 'a.txt': 'three\n' });
    const head = (await bench.tree.checkOut('main')) ?? '';
    expect(await bench.tree.apply(patch)).toBe(false);
    expect(await bench.tree.changesSince(head)).toBeUndefined();
    expect(await bench.read('a.txt')).toBe('three\n');
  });

  test('putBack makes the files what they were, with the patch that is given on them', async () => {
    await using bench = await open();
    const base = await bench.commit('main', { 'a.txt': 'one\n', 'b.txt': 'one\n' });
    await bench.tree.checkOut('main');
    await bench.write('a.txt', 'two\n');
    await bench.write('new.txt', 'new\n');
    const patch = await bench.tree.changesSince(base);
    await bench.write('b.txt', 'three\n');
    await bench.write('newer.txt', 'newer\n');
    await bench.tree.putBack(base, patch);
    expect(await bench.tree.changesSince(base)).toBe(patch);
    expect(await bench.read('b.txt')).toBe('one\n');
    expect(await bench.read('newer.txt')).toBeUndefined();
    await bench.tree.putBack(base, undefined);
    expect(await bench.tree.changesSince(base)).toBeUndefined();
    expect(await bench.read('new.txt')).toBeUndefined();
  });

  test('revert takes the newest commit that names a request out of the files, and keeps what came after it', async () => {
    await using bench = await open();
    await bench.commit('main', { 'a.txt': 'one\n' }, 'One\n\nCodex-Request: comment-7\n');
    const sha = await bench.commit(
      'main',
      { 'a.txt': 'two\n', 'b.txt': 'b\n' },
      'Two\n\nCodex-Request: comment-7\nCodex-Request: comment-8\n',
    );
    await bench.commit('main', { 'c.txt': 'c\n' });
    const head = (await bench.tree.checkOut('main')) ?? '';
    await bench.write('d.txt', 'not committed\n');
    expect(await bench.tree.revert(['comment-7'])).toEqual({
      kind: 'reverted',
      commit: sha,
      requests: ['comment-7', 'comment-8'],
    });
    expect(await bench.read('a.txt')).toBe('one\n');
    expect(await bench.read('b.txt')).toBeUndefined();
    expect(await bench.read('c.txt')).toBe('c\n');
    expect(await bench.read('d.txt')).toBe('not committed\n');
    expect(await bench.tree.changesSince(head)).toBeDefined();
  });

  test('revert of a cut-off turn finds what it left', async () => {
    await using bench = await open();
    const sha = await bench.commit('main', { 'a.txt': 'half\n' }, 'Half\n\nCodex-Unfinished: comment-7\n');
    await bench.tree.checkOut('main');
    expect(await bench.tree.revert(['comment-7'])).toMatchObject({ kind: 'reverted', commit: sha });
    expect(await bench.read('a.txt')).toBeUndefined();
  });

  test('revert of a commit that took another one back leaves that one taken back', async () => {
    await using bench = await open();
    await bench.commit('main', { 'a.txt': 'one\n', 'b.txt': 'one\n' });
    const first = await bench.commit('main', { 'a.txt': 'two\n' }, 'One\n\nCodex-Request: comment-7\n');
    const trailers = `Codex-Request: comment-8\nCodex-Request: comment-9\nCodex-Reverts: ${first}`;
    await bench.commit('main', { 'a.txt': 'one\n', 'b.txt': 'two\n' }, `Two\n\n${trailers}\n`);
    await bench.tree.checkOut('main');
    expect(await bench.tree.revert(['comment-9'])).toMatchObject({ kind: 'reverted' });
    expect(await bench.read('a.txt')).toBe('one\n');
    expect(await bench.read('b.txt')).toBe('one\n');
  });

  test('revert of what later commits changed again leaves the files as they are', async () => {
    await using bench = await open();
    await bench.commit('main', { 'a.txt': 'one\n' });
    await bench.commit('main', { 'a.txt': 'two\n', 'b.txt': 'b\n' }, 'Two\n\nCodex-Request: comment-7\n');
    const head = await bench.commit('main', { 'a.txt': 'three\n' });
    await bench.tree.checkOut('main');
    expect(await bench.tree.revert(['comment-7'])).toMatchObject({ kind: 'conflicts' });
    expect(await bench.tree.changesSince(head)).toBeUndefined();
  });

  test('revert of requests that no commit names does nothing', async () => {
    await using bench = await open();
    const head = (await bench.tree.checkOut('main')) ?? '';
    expect(await bench.tree.revert(['comment-7'])).toEqual({ kind: 'nothing' });
    expect(await bench.tree.changesSince(head)).toBeUndefined();
  });

  test('requests in the history are those of the trailers', async () => {
    await using bench = await open();
    await bench.commit('main', { 'a.txt': 'one\n' }, 'One\n\nCodex-Request: issue-12\nCodex-Request: comment-7\n');
    await bench.commit('main', { 'a.txt': 'two\n' }, 'Two, without a trailer\n');
    await bench.tree.checkOut('main');
    expect([...(await bench.tree.requestsInHistory())].sort()).toEqual(['comment-7', 'issue-12']);
  });
}

/** What every publisher promises; the fake and real git both run it. */
export function publisherContract(open: () => Promise<RepositoryBench>): void {
  test('a change is one commit on a new branch', async () => {
    await using bench = await open();
    const before = await bench.countCommits('main');
    const order = await changing(bench, { 'sum.js': 'sum\n' }, ['issue-12']);
    expect(await bench.publisher.push(order)).toMatchObject({ kind: 'pushed', leftOut: [] });
    expect(await bench.countCommits(branch)).toBe(before + 1);
    expect(await bench.readRemote(branch, 'sum.js')).toBe('sum\n');
    expect(await bench.readRemote('main', 'sum.js')).toBeUndefined();
    expect(await bench.tree.checkOut(branch)).toBeDefined();
    expect(await bench.tree.requestsInHistory()).toEqual(['issue-12']);
  });

  test('the same change is not pushed twice', async () => {
    await using bench = await open();
    const order = await changing(bench, { 'sum.js': 'sum\n' }, ['issue-12']);
    const first = await bench.publisher.push(order);
    const count = await bench.countCommits(branch);
    if (first.kind !== 'pushed') throw new TypeError(`It was ${first.kind}`);
    expect(await bench.publisher.push(order)).toEqual({ kind: 'already-there', sha: first.sha });
    expect(await bench.countCommits(branch)).toBe(count);
  });

  test('a branch that moved elsewhere keeps both', async () => {
    await using bench = await open();
    const order = await changing(bench, { 'sum.js': 'sum\n' }, ['comment-7']);
    await bench.commit(branch, { 'other.txt': 'theirs\n' });
    expect((await bench.publisher.push(order)).kind).toBe('pushed');
    expect(await bench.readRemote(branch, 'other.txt')).toBe('theirs\n');
    expect(await bench.readRemote(branch, 'sum.js')).toBe('sum\n');
  });

  test('a change that conflicts with the branch is not pushed', async () => {
    await using bench = await open();
    await bench.commit('main', { 'a.txt': 'one\n' });
    const order = await changing(bench, { 'a.txt': 'ours\n' }, ['comment-7']);
    await bench.commit(branch, { 'a.txt': 'theirs\n' });
    const end = await bench.publisher.push(order);
    expect(end).toMatchObject({ kind: 'conflicts', detail: expect.stringContaining('a.txt') });
    expect(await bench.readRemote(branch, 'a.txt')).toBe('theirs\n');
  });

  test('workflow files are left out, and named', async () => {
    await using bench = await open();
    const path = '.github/workflows/ci.yml';
    const order = await changing(bench, { [path]: 'on: push\n', 'a.txt': 'a\n' }, ['comment-7']);
    expect(await bench.publisher.push(order)).toMatchObject({ kind: 'pushed', leftOut: [{ path, why: 'workflow' }] });
    expect(await bench.readRemote(branch, path)).toBeUndefined();
    expect(await bench.readRemote(branch, 'a.txt')).toBe('a\n');
  });

  test('a change of workflow files alone makes no branch', async () => {
    await using bench = await open();
    const order = await changing(bench, { '.github/workflows/ci.yml': 'on: push\n' }, ['comment-7']);
    expect(await bench.publisher.push(order)).toMatchObject({
      kind: 'nothing',
      leftOut: [{ path: '.github/workflows/ci.yml', why: 'workflow' }],
    });
    expect(await bench.countCommits(branch)).toBe(0);
  });
}

/** The order of a turn that started on main and changed these files. */
async function changing(
  { tree, write }: RepositoryBench,
  files: Readonly<Record<string, string>>,
  requests: readonly RequestId[],
): Promise<CommitOrder> {
  const base = (await tree.checkOut('main')) ?? '';
  for (const [path, text] of Object.entries(files)) await write(path, text);
  const patch = (await tree.changesSince(base)) ?? '';
  const change = { base, patch, subject: 'Add up', requests: [...requests], unfinished: [], coAuthors: [] };
  return { ...change, branch, startsFrom: 'main', message: commitMessage(change) };
}

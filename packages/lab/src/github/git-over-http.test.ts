import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openGitHub, type TestGitHub } from './open-github.ts';

const run = promisify(execFile);
const demo = { owner: 'octo-org', repo: 'demo' };

interface Clone {
  git(...args: string[]): Promise<string>;
  write(file: string, text: string): Promise<void>;
}

/** A clone over HTTP with this token; git's own refusal is the rejection. */
async function clone({ github }: TestGitHub, token?: string): Promise<Clone> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lab-clone-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const url = new URL(`${github.server}/octo-org/demo.git`);
  if (token !== undefined) Object.assign(url, { username: 'x-access-token', password: token });
  const env = { PATH: process.env['PATH'], GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_GLOBAL: '/dev/null', LC_ALL: 'C' };
  const identity = ['-c', 'user.name=Wanda', '-c', 'user.email=wanda@users.noreply.github.com'];
  const git = async (...args: string[]) =>
    (await run('git', [...identity, ...args], { cwd: folder, env })).stdout.trim();
  await git('clone', '--quiet', url.href, '.');
  return { git, write: (file, text) => writeFile(path.join(folder, file), text) };
}

async function commit({ git, write }: Clone, file: string, text: string): Promise<string> {
  await write(file, text);
  await git('add', '.');
  await git('commit', '--quiet', '-m', `Write ${file}`);
  return git('rev-parse', 'HEAD');
}

test('anybody clones a public repository, and a writer pushes to it', async () => {
  const lab = await openGitHub();
  expect(await (await clone(lab)).git('log', '--format=%s')).toBe('Initial commit');
  const work = await clone(lab, lab.github.tokens.writer);
  const before = await work.git('rev-parse', 'HEAD');
  const sha = await commit(work, 'new.txt', 'new\n');
  await work.git('push', '--quiet', 'origin', 'HEAD:codex/issue-1/greet');
  const branch = await lab.client().rest.repos.getBranch({ ...demo, branch: 'codex/issue-1/greet' });
  expect(branch.data.commit).toMatchObject({ sha, author: { login: 'wanda' }, commit: { message: 'Write new.txt' } });
  expect(lab.events).toMatchObject([
    {
      name: 'push',
      ref: 'refs/heads/codex/issue-1/greet',
      sha,
      payload: {
        after: sha,
        created: true,
        deleted: false,
        head_commit: { id: sha, added: ['new.txt'] },
        pusher: { name: 'wanda' },
      },
    },
    { name: 'create', payload: { ref: 'codex/issue-1/greet', ref_type: 'branch' } },
  ]);
  await work.git('push', '--quiet', 'origin', 'HEAD:main');
  expect(lab.events[2]?.payload).toMatchObject({ before, after: sha, forced: false, commits: [{ id: sha }] });
});

test('who may not write may not push', async () => {
  const lab = await openGitHub();
  const pushAs = async (token: string | undefined) => {
    const work = await clone(lab, token);
    await commit(work, 'new.txt', 'new\n');
    return work.git('push', 'origin', 'HEAD:other');
  };
  await expect(pushAs(lab.github.tokens.reader)).rejects.toThrow('Permission to octo-org/demo.git denied to rick.');
  await expect(pushAs(lab.jobToken({ contents: 'read' }))).rejects.toThrow('denied to github-actions[bot]');
  await expect(pushAs(undefined)).rejects.toThrow('could not read Username');
  expect(lab.events).toEqual([]);
});

/** Lists the refs with a header such as actions/checkout sends. */
async function listRemote({ github }: TestGitHub, token: string): Promise<string> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const header = `http.extraheader=AUTHORIZATION: basic ${basic}`;
  const env = { PATH: process.env['PATH'], GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_GLOBAL: '/dev/null' };
  return (await run('git', ['-c', header, 'ls-remote', `${github.server}/octo-org/demo`], { env })).stdout;
}

test('a job with contents: read fetches, whatever the case of its header', async () => {
  const lab = await openGitHub();
  expect(await listRemote(lab, lab.jobToken({ contents: 'read' }))).toContain('refs/heads/main');
});

test('a token that is unknown, revoked or without contents: read fetches nothing', async () => {
  const lab = await openGitHub();
  const revoked = lab.jobToken({ contents: 'read' });
  lab.github.revoke(revoked);
  await expect(listRemote(lab, 'ghp_nobody')).rejects.toThrow('could not read Username');
  await expect(listRemote(lab, revoked)).rejects.toThrow('could not read Username');
  await expect(listRemote(lab, lab.jobToken({ issues: 'write' }))).rejects.toThrow('not found');
});

test("a job's push is by the bot and makes an event of its own kind", async () => {
  const lab = await openGitHub();
  const work = await clone(lab, lab.jobToken({ contents: 'write' }));
  await commit(work, 'new.txt', 'new\n');
  await work.git('push', '--quiet', 'origin', 'HEAD:codex/issue-1/greet');
  const byJob = { actor: 'github-actions[bot]', byJob: true };
  expect(lab.events).toMatchObject([
    { name: 'push', ...byJob },
    { name: 'create', ...byJob },
  ]);
});

test('a job may not bring a workflow file, not even in the middle of a history', async () => {
  const lab = await openGitHub();
  const refusal =
    'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission';
  const work = await clone(lab, lab.jobToken({ contents: 'write' }));
  const start = await work.git('rev-parse', 'HEAD');
  await commit(work, '.github/workflows/ci.yml', 'name: Changed\n');
  await expect(work.git('push', 'origin', 'HEAD:main')).rejects.toThrow(refusal);
  await expect(work.git('push', 'origin', 'HEAD:other')).rejects.toThrow(refusal);
  await work.git('revert', '--no-edit', 'HEAD');
  await expect(work.git('push', 'origin', 'HEAD:other')).rejects.toThrow(refusal);
  await work.git('reset', '--quiet', '--hard', start);
  await work.git('rm', '--quiet', '.github/workflows/ci.yml');
  await work.git('commit', '--quiet', '-m', 'Remove CI');
  await expect(work.git('push', 'origin', 'HEAD:other')).rejects.toThrow(refusal);
  expect(lab.events).toEqual([]);
});

test('a job may push from an old base only while a branch still has its workflows', async () => {
  const lab = await openGitHub();
  const job = await clone(lab, lab.jobToken({ contents: 'write' }));
  await commit(job, 'new.txt', 'new\n');
  await job.git('push', '--quiet', 'origin', 'HEAD:first');
  await job.git('push', '--quiet', 'origin', ':first');
  const writer = await clone(lab, lab.github.tokens.writer);
  await commit(writer, '.github/workflows/ci.yml', 'name: Newer\n');
  await writer.git('push', '--quiet', 'origin', 'HEAD:main');
  await expect(job.git('push', 'origin', 'HEAD:second')).rejects.toThrow('without `workflows` permission');
});

test('a repository may have no commits, and takes its first by push', async () => {
  const lab = await openGitHub({ extraFiles: new Map() });
  const { rest } = lab.client(lab.github.tokens.writer);
  expect((await rest.repos.listBranches(demo)).data).toEqual([]);
  await expect(rest.repos.listCommits(demo)).rejects.toMatchObject({ status: 409 });
  const work = await clone(lab, lab.github.tokens.writer);
  const sha = await commit(work, 'README.md', '# Demo\n');
  await work.git('push', '--quiet', 'origin', 'HEAD:main');
  expect((await rest.repos.getCommit({ ...demo, ref: 'main' })).data.sha).toBe(sha);
});

import type { Octokit } from '@octokit/rest';
import { expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
const pull = { ...demo, pull_number: 2 };

async function put({ rest }: Octokit, path: string, branch = 'change') {
  const content = Buffer.from(path).toString('base64');
  const { data } = await rest.repos.createOrUpdateFileContents({ ...demo, path, branch, content, message: 'Write' });
  return data.commit.sha ?? '';
}

/** `wanda` has opened issue #1 and #2, the pull request that closes it. */
async function openPull(base = 'main') {
  const lab = await openGitHub();
  const wanda = lab.client(lab.github.tokens.writer);
  const main = (await wanda.rest.git.getRef({ ...demo, ref: 'heads/main' })).data.object.sha;
  const branch = (name: string, sha: string) => wanda.rest.git.createRef({ ...demo, ref: `refs/heads/${name}`, sha });
  await branch('next', main);
  await branch('change', main);
  const head = await put(wanda, 'one.txt');
  await wanda.rest.issues.create({ ...demo, title: 'An issue' });
  await wanda.rest.pulls.create({ ...demo, title: 'Change', head: 'change', base, body: 'Fixes #1' });
  return { ...lab, wanda, main, head, branch };
}

test('a pull request that is merged elsewhere leaves the issue open that its body names', async () => {
  const { wanda, events } = await openPull('next');
  await wanda.rest.pulls.merge(pull);
  expect((await wanda.rest.issues.get({ ...demo, issue_number: 1 })).data.state).toBe('open');
  expect(events.at(-2)).toMatchObject({
    ref: 'refs/heads/next',
    payload: { action: 'closed', pull_request: { merged: true } },
  });
});

test('a merged pull request cannot be merged again, or opened again as what it is or as an issue', async () => {
  const { wanda } = await openPull();
  await wanda.rest.pulls.merge(pull);
  await expect(wanda.rest.pulls.merge(pull)).rejects.toMatchObject({ status: 405 });
  await expect(wanda.rest.pulls.update({ ...pull, state: 'open' })).rejects.toMatchObject({ status: 422 });
  const asIssue = wanda.rest.issues.update({ ...demo, issue_number: 2, state: 'open' });
  await expect(asIssue).rejects.toMatchObject({ status: 422 });
});

test('a pull request closes with its branch, and opens again once the branch is restored', async () => {
  const { wanda, head, branch, events } = await openPull();
  await wanda.rest.git.deleteRef({ ...demo, ref: 'heads/change' });
  expect(events.slice(-3)).toMatchObject([
    { name: 'push', payload: { deleted: true } },
    { name: 'delete', ref: 'refs/heads/main', payload: { ref: 'change', ref_type: 'branch' } },
    { name: 'pull_request', payload: { action: 'closed', pull_request: { merged: false } } },
  ]);
  await expect(wanda.rest.pulls.update({ ...pull, state: 'open' })).rejects.toMatchObject({
    response: { data: { errors: [{ message: 'state cannot be changed. The change branch has been deleted.' }] } },
  });
  await branch('change', head);
  const after = await put(wanda, 'two.txt');
  await wanda.rest.pulls.update({ ...pull, state: 'open' });
  expect(events.at(-1)?.payload).toMatchObject({ action: 'reopened', pull_request: { head: { sha: after } } });
});

test('a branch that begins anew does not bring its pull request back', async () => {
  const { wanda, main, branch } = await openPull();
  await wanda.rest.git.deleteRef({ ...demo, ref: 'heads/change' });
  await branch('change', main);
  await put(wanda, 'other.txt');
  await expect(wanda.rest.pulls.update({ ...pull, state: 'open' })).rejects.toMatchObject({
    response: {
      data: { errors: [{ message: 'state cannot be changed. The change branch was force-pushed or recreated.' }] },
    },
  });
});

test('a deleted comment is not found, and neither are those of a deleted issue', async () => {
  const { wanda, github, events } = await openPull();
  const say = async (body: string) => (await wanda.rest.issues.createComment({ ...demo, issue_number: 1, body })).data;
  const [first, second] = [await say('One'), await say('Two')];
  await wanda.rest.issues.deleteComment({ ...demo, comment_id: first.id });
  expect(events.at(-1)).toMatchObject({
    name: 'issue_comment',
    payload: { action: 'deleted', comment: { id: first.id } },
  });
  await fetch(`${github.api}/_lab/issues/1/delete`, { method: 'POST' });
  for (const { id } of [first, second])
    await expect(wanda.rest.issues.getComment({ ...demo, comment_id: id })).rejects.toMatchObject({ status: 404 });
  expect((await wanda.rest.issues.listCommentsForRepo(demo)).data).toEqual([]);
});

test('a locked thread takes no reaction but from writers', async () => {
  const { wanda, client, github, jobToken } = await openPull();
  await wanda.rest.issues.lock({ ...demo, issue_number: 1 });
  const react = (token: string) =>
    client(token).rest.reactions.createForIssue({ ...demo, issue_number: 1, content: 'eyes' });
  for (const token of [github.tokens.reader, jobToken({ issues: 'write' })])
    await expect(react(token)).rejects.toMatchObject({ status: 403, message: expect.stringContaining('locked') });
  expect((await react(github.tokens.writer)).status).toBe(201);
});

test('who follows a transferred issue finds it in another repository, if that is public', async () => {
  for (const isPrivate of [false, true]) {
    const { client, github, jobToken } = await openGitHub({ private: isPrivate });
    await client(github.tokens.writer).rest.issues.create({ ...demo, title: 'Moves' });
    await fetch(`${github.api}/_lab/issues/1/transfer`, { method: 'POST' });
    const found = client(jobToken({ issues: 'read' })).rest.issues.get({ ...demo, issue_number: 1 });
    if (isPrivate) await expect(found).rejects.toMatchObject({ status: 404 });
    else expect((await found).data.repository_url).toBe(`${github.api}/repos/octo-org/elsewhere`);
  }
});

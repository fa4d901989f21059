import type { Octokit } from '@octokit/rest';
import { expect, test } from 'vitest';
import { openGitHub, type TestGitHub } from './open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
const head = 'codex/issue-1/greet';

/** A branch with one changed file. */
async function changeOnBranch(
  { rest }: Pick<Octokit, 'rest'>,
  branch = head,
  file = 'README.md',
  text = '# Demo\n\nHello.\n',
) {
  const main = await rest.git.getRef({ ...demo, ref: 'heads/main' });
  await rest.git.createRef({ ...demo, ref: `refs/heads/${branch}`, sha: main.data.object.sha });
  return change({ rest }, branch, file, text);
}

async function change({ rest }: Pick<Octokit, 'rest'>, branch: string, path: string, text: string) {
  const before = await rest.repos.getContent({ ...demo, path, ref: branch }).catch(() => undefined);
  const sha = before !== undefined && 'sha' in before.data ? before.data.sha : undefined;
  const content = Buffer.from(text).toString('base64');
  const { data } = await rest.repos.createOrUpdateFileContents({
    ...demo,
    path,
    branch,
    content,
    message: `Write ${path}`,
    ...(sha ? { sha } : {}),
  });
  return data.commit.sha ?? '';
}

async function writerOf(lab: TestGitHub) {
  return lab.client(lab.github.tokens.writer);
}

test('a pull request is an issue whose head comes from git', async () => {
  const lab = await openGitHub();
  const writer = await writerOf(lab);
  const sha = await changeOnBranch(writer);
  await writer.rest.issues.create({ ...demo, title: 'An issue' });
  const opened = await writer.rest.pulls.create({ ...demo, title: 'Greet', head, base: 'main', body: 'Closes #1' });
  expect(opened).toMatchObject({
    status: 201,
    data: { number: 2, mergeable: null, head: { sha, ref: head }, commits: 1 },
  });
  const { data } = await writer.rest.pulls.get({ ...demo, pull_number: 2 });
  expect(data).toMatchObject({
    mergeable: true,
    mergeable_state: 'clean',
    changed_files: 1,
    additions: 2,
    deletions: 0,
  });
  expect((await writer.rest.issues.get({ ...demo, issue_number: 2 })).data.pull_request).toMatchObject({
    merged_at: null,
  });
  expect((await writer.rest.issues.listForRepo(demo)).data.map(({ number }) => number)).toEqual([2, 1]);
  const files = await writer.rest.pulls.listFiles({ ...demo, pull_number: 2 });
  expect(files.data).toMatchObject([
    { filename: 'README.md', status: 'modified', additions: 2, patch: '@@ -1 +1,3 @@\n # Demo\n+\n+Hello.' },
  ]);
  expect((await writer.rest.pulls.listCommits({ ...demo, pull_number: 2 })).data).toMatchObject([{ sha }]);
  const diff = await writer.rest.pulls.get({ ...demo, pull_number: 2, mediaType: { format: 'diff' } });
  expect(diff.data).toContain('+Hello.');
});

test('its events are for the merge commit, which git can fetch', async () => {
  const lab = await openGitHub();
  const writer = await writerOf(lab);
  await changeOnBranch(writer);
  await writer.rest.pulls.create({ ...demo, title: 'Greet', head, base: 'main' });
  const opened = lab.events.at(-1);
  expect(opened).toMatchObject({
    name: 'pull_request',
    ref: 'refs/pull/1/merge',
    payload: { action: 'opened', number: 1 },
  });
  const merge = await writer.rest.git.getRef({ ...demo, ref: 'pull/1/merge' });
  expect(merge.data.object.sha).toBe(opened?.sha);
  expect(await lab.github.readFile(opened?.sha ?? '', 'README.md')).toContain('Hello.');
});

test('a comment on a pull request says that its issue is one', async () => {
  const lab = await openGitHub();
  const writer = await writerOf(lab);
  await changeOnBranch(writer);
  await writer.rest.pulls.create({ ...demo, title: 'Greet', head, base: 'main' });
  await writer.rest.issues.createComment({ ...demo, issue_number: 1, body: 'And now?' });
  expect(lab.events.at(-1)).toMatchObject({
    name: 'issue_comment',
    payload: { issue: { pull_request: { url: `${lab.github.api}/repos/octo-org/demo/pulls/1` } } },
  });
});

test('pushing to the head synchronizes the pull request', async () => {
  const lab = await openGitHub();
  const writer = await writerOf(lab);
  const before = await changeOnBranch(writer);
  await writer.rest.pulls.create({ ...demo, title: 'Greet', head, base: 'main' });
  const after = await change(writer, head, 'more.txt', 'more\n');
  expect(lab.events.at(-1)?.payload).toMatchObject({
    action: 'synchronize',
    before,
    after,
    pull_request: { head: { sha: after } },
  });
  expect((await writer.rest.pulls.get({ ...demo, pull_number: 1 })).data).toMatchObject({
    commits: 2,
    changed_files: 2,
  });
});

test('what GitHub would not open is refused with its words', async () => {
  const lab = await openGitHub();
  const writer = await writerOf(lab);
  await changeOnBranch(writer);
  const open = (from: string, base = 'main', client = writer) =>
    client.rest.pulls.create({ ...demo, title: 'Greet', head: from, base });
  await open(head);
  const errors = (message: string) => ({ status: 422, response: { data: { errors: [{ message }] } } });
  await expect(open(`octo-org:${head}`)).rejects.toMatchObject(
    errors(`A pull request already exists for octo-org:${head}.`),
  );
  await expect(open('main')).rejects.toMatchObject(errors('No commits between main and main'));
  await expect(open('gone')).rejects.toMatchObject({
    status: 422,
    response: { data: { errors: [{ field: 'head', code: 'invalid' }] } },
  });
  await expect(open(head, 'gone')).rejects.toMatchObject({
    status: 422,
    response: { data: { errors: [{ field: 'base', code: 'invalid' }] } },
  });
  await expect(open(head, 'main', lab.client(lab.github.tokens.stranger))).rejects.toMatchObject(
    errors('must be a collaborator'),
  );
});

test('a job opens a pull request if its token and the repository allow it', async () => {
  const lab = await openGitHub();
  await changeOnBranch(await writerOf(lab));
  const open = (permissions: Parameters<TestGitHub['jobToken']>[0]) =>
    lab.client(lab.jobToken(permissions)).rest.pulls.create({ ...demo, title: 'Greet', head, base: 'main' });
  await expect(open({ contents: 'write' })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('Resource not accessible by integration'),
  });
  lab.github.settings.allowActionsToCreatePullRequests = false;
  await expect(open({ 'pull-requests': 'write' })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('GitHub Actions is not permitted to create or approve pull requests.'),
  });
  lab.github.settings.allowActionsToCreatePullRequests = true;
  expect((await open({ 'pull-requests': 'write' })).data.user).toMatchObject({
    login: 'github-actions[bot]',
    type: 'Bot',
  });
});

test('merging makes a merge commit and closes the issue that the body names', async () => {
  const lab = await openGitHub();
  const writer = await writerOf(lab);
  const sha = await changeOnBranch(writer);
  await writer.rest.issues.create({ ...demo, title: 'An issue' });
  await writer.rest.pulls.create({ ...demo, title: 'Greet', head, base: 'main', body: 'Closes #1' });
  const merged = await writer.rest.pulls.merge({ ...demo, pull_number: 2 });
  const { data } = await writer.rest.repos.getCommit({ ...demo, ref: 'main' });
  expect(data.sha).toBe(merged.data.sha);
  expect(data.parents.map((parent) => parent.sha)).toContain(sha);
  expect((await writer.rest.pulls.get({ ...demo, pull_number: 2 })).data).toMatchObject({
    merged: true,
    state: 'closed',
    merged_by: { login: 'wanda' },
    changed_files: 1,
  });
  expect((await writer.rest.issues.get({ ...demo, issue_number: 1 })).data).toMatchObject({
    state: 'closed',
    state_reason: 'completed',
  });
  expect(lab.events.slice(-3).map(({ name, payload }) => [name, payload['action']])).toEqual([
    ['pull_request', 'closed'],
    ['push', undefined],
    ['issues', 'closed'],
  ]);
});

test('branches that conflict cannot be merged', async () => {
  const lab = await openGitHub();
  const writer = await writerOf(lab);
  await changeOnBranch(writer);
  await change(writer, 'main', 'README.md', '# Demo\n\nBye.\n');
  await writer.rest.pulls.create({ ...demo, title: 'Greet', head, base: 'main' });
  expect((await writer.rest.pulls.get({ ...demo, pull_number: 1 })).data).toMatchObject({
    mergeable: false,
    mergeable_state: 'dirty',
  });
  await expect(writer.rest.pulls.merge({ ...demo, pull_number: 1 })).rejects.toMatchObject({ status: 405 });
});

test('deleting the head closes the pull request, which then cannot be opened again', async () => {
  const lab = await openGitHub();
  const writer = await writerOf(lab);
  await changeOnBranch(writer);
  await writer.rest.pulls.create({ ...demo, title: 'Greet', head, base: 'main' });
  await writer.rest.git.deleteRef({ ...demo, ref: `heads/${head}` });
  expect((await writer.rest.pulls.get({ ...demo, pull_number: 1 })).data).toMatchObject({
    state: 'closed',
    changed_files: 1,
  });
  await expect(writer.rest.pulls.update({ ...demo, pull_number: 1, state: 'open' })).rejects.toMatchObject({
    status: 422,
  });
});

test('pull requests are found by head, base and state, and take reviewers', async () => {
  const lab = await openGitHub();
  const writer = await writerOf(lab);
  await changeOnBranch(writer);
  await changeOnBranch(writer, 'other', 'other.txt', 'other\n');
  await writer.rest.pulls.create({ ...demo, title: 'Greet', head, base: 'main', draft: true });
  await writer.rest.pulls.create({ ...demo, title: 'Other', head: 'other', base: 'main' });
  const list = async (query: object) =>
    (await writer.rest.pulls.list({ ...demo, ...query })).data.map(({ title }) => title);
  expect(await list({ head: `octo-org:${head}` })).toEqual(['Greet']);
  expect(await list({})).toEqual(['Other', 'Greet']);
  await writer.rest.pulls.update({ ...demo, pull_number: 2, state: 'closed', title: 'Another' });
  expect(await list({ state: 'closed' })).toEqual(['Another']);
  const asked = await writer.rest.pulls.requestReviewers({ ...demo, pull_number: 1, reviewers: ['olivia'] });
  expect(asked.data.requested_reviewers).toMatchObject([{ login: 'olivia' }]);
  await expect(
    writer.rest.pulls.requestReviewers({ ...demo, pull_number: 1, reviewers: ['sam'] }),
  ).rejects.toMatchObject({ status: 422 });
});

test('refs are created, moved forward, forced and deleted', async () => {
  const lab = await openGitHub();
  const { rest } = await writerOf(lab);
  const sha = await changeOnBranch({ rest });
  const base = (await rest.git.getRef({ ...demo, ref: 'heads/main' })).data.object.sha;
  await expect(rest.git.createRef({ ...demo, ref: `refs/heads/${head}`, sha })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('Reference already exists'),
  });
  await expect(rest.git.updateRef({ ...demo, ref: `heads/${head}`, sha: base })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('Update is not a fast forward'),
  });
  await rest.git.updateRef({ ...demo, ref: `heads/${head}`, sha: base, force: true });
  expect((await rest.git.listMatchingRefs({ ...demo, ref: 'heads/codex/' })).data).toMatchObject([
    { ref: `refs/heads/${head}`, object: { sha: base } },
  ]);
  await rest.git.deleteRef({ ...demo, ref: `heads/${head}` });
  await expect(rest.git.getRef({ ...demo, ref: `heads/${head}` })).rejects.toMatchObject({ status: 404 });
  const compared = await rest.repos.compareCommitsWithBasehead({ ...demo, basehead: `${base}...${sha}` });
  expect(compared.data).toMatchObject({
    status: 'ahead',
    ahead_by: 1,
    behind_by: 0,
    files: [{ filename: 'README.md' }],
  });
});

test('contents are read as files and folders, and written only over the blob that is there', async () => {
  const lab = await openGitHub();
  const { rest } = await writerOf(lab);
  const root = await rest.repos.getContent({ ...demo, path: '' });
  expect((root.data as readonly { name: string }[]).map(({ name }) => name)).toEqual(['.github', 'README.md', 'src']);
  const readme = await rest.repos.getContent({ ...demo, path: 'README.md', mediaType: { format: 'raw' } });
  expect(readme.data).toBe('# Demo\n');
  const write = { ...demo, path: 'README.md', message: 'Write', content: Buffer.from('new').toString('base64') };
  await expect(rest.repos.createOrUpdateFileContents(write)).rejects.toMatchObject({ status: 422 });
  await expect(rest.repos.createOrUpdateFileContents({ ...write, sha: 'a'.repeat(40) })).rejects.toMatchObject({
    status: 409,
  });
  const job = lab.client(lab.jobToken({ contents: 'write' }));
  await expect(
    job.rest.repos.createOrUpdateFileContents({ ...write, path: '.github/workflows/new.yml' }),
  ).rejects.toMatchObject({ status: 403, message: expect.stringContaining('without `workflows` permission') });
});

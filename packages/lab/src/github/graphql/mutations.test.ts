import { expect, test } from 'vitest';
import { openGitHub } from '../open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
const failed = (type: string, message: string) => ({ errors: [{ type, message: expect.stringContaining(message) }] });
const base64 = (text: string) => Buffer.from(text).toString('base64');

const link = `mutation ($issueId: ID!, $oid: GitObjectID!, $name: String) {
  createLinkedBranch(input: { issueId: $issueId, oid: $oid, name: $name }) { linkedBranch { id ref { name } } }
}`;
const commit = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid signature { isValid wasSignedByGitHub } } ref { name } }
}`;
const react = `mutation ($subjectId: ID!) {
  addReaction(input: { subjectId: $subjectId, content: EYES, clientMutationId: "7" }) {
    clientMutationId reaction { content } subject { ... on Issue { number } }
  }
}`;

async function openIssue() {
  const lab = await openGitHub();
  const writer = lab.client(lab.github.tokens.writer);
  const { node_id: issueId } = (await writer.rest.issues.create({ ...demo, title: 'Fix the greeting' })).data;
  const oid = (await writer.rest.git.getRef({ ...demo, ref: 'heads/main' })).data.object.sha;
  const jobWith = (permissions: Parameters<typeof lab.jobToken>[0]) => lab.client(lab.jobToken(permissions));
  return { lab, writer, issueId, oid, jobWith, job: jobWith({ contents: 'write', issues: 'write' }) };
}

test('a linked branch is made, shown on its issue, and gone with the branch', async () => {
  const { job, issueId, oid, lab } = await openIssue();
  const name = 'codex/issue-1/greet';
  expect(await job.graphql(link, { issueId, oid, name })).toMatchObject({
    createLinkedBranch: { linkedBranch: { ref: { name } } },
  });
  expect((await job.rest.git.getRef({ ...demo, ref: `heads/${name}` })).data.object.sha).toBe(oid);
  expect(lab.events).toContainEqual(expect.objectContaining({ name: 'push', ref: `refs/heads/${name}`, byJob: true }));
  const linked = () =>
    job.graphql(
      'query ($id: ID!) { node(id: $id) { ... on Issue { linkedBranches(first: 5) { nodes { ref { name } } } } } }',
      { id: issueId },
    );
  expect(await linked()).toEqual({ node: { linkedBranches: { nodes: [{ ref: { name } }] } } });
  await job.rest.git.deleteRef({ ...demo, ref: `heads/${name}` });
  expect(await linked()).toEqual({ node: { linkedBranches: { nodes: [] } } });
});

test('a branch that is there already is not linked, without an error', async () => {
  const { job, issueId, oid } = await openIssue();
  expect(await job.graphql(link, { issueId, oid, name: 'main' })).toEqual({
    createLinkedBranch: { linkedBranch: null },
  });
});

test('a linked branch needs write access to contents and to issues', async () => {
  const { jobWith, lab, issueId, oid } = await openIssue();
  for (const permissions of [{ contents: 'write' }, { issues: 'write', contents: 'read' }] as const)
    await expect(jobWith(permissions).graphql(link, { issueId, oid, name: 'a' })).rejects.toMatchObject(
      failed('FORBIDDEN', 'Resource not accessible by integration'),
    );
  const reader = lab.client(lab.github.tokens.reader);
  await expect(reader.graphql(link, { issueId, oid, name: 'a' })).rejects.toMatchObject(
    failed('FORBIDDEN', 'rick does not have the correct permissions to execute `CreateLinkedBranch`'),
  );
});

/** A commit on main at this head. */
function onMain(expectedHeadOid: string, fileChanges: object) {
  const branch = { repositoryNameWithOwner: 'octo-org/demo', branchName: 'main' };
  return { input: { branch, expectedHeadOid, message: { headline: 'Greet', body: 'All.' }, fileChanges } };
}

test('a commit on a branch adds, changes and deletes files, and is verified', async () => {
  const { job, oid } = await openIssue();
  const changes = {
    additions: [
      { path: 'README.md', contents: base64('# Hello\n') },
      { path: 'new/file.txt', contents: base64('new\n') },
    ],
    deletions: [{ path: 'src/app.js' }],
  };
  const answer = await job.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(commit, onMain(oid, changes));
  const made = answer.createCommitOnBranch.commit;
  expect(made).toMatchObject({ signature: { isValid: true, wasSignedByGitHub: true } });
  const { data } = await job.rest.repos.getCommit({ ...demo, ref: 'main' });
  expect(data).toMatchObject({
    sha: made.oid,
    parents: [{ sha: oid }],
    commit: {
      message: 'Greet\n\nAll.',
      author: { name: 'github-actions[bot]' },
      committer: { name: 'GitHub' },
      verification: { verified: true },
    },
  });
  expect(data.files?.map(({ status, filename }) => `${status} ${filename}`)).toEqual([
    'modified README.md',
    'added new/file.txt',
    'removed src/app.js',
  ]);
});

test('of many commits on one head, exactly one is made', async () => {
  const { job, oid } = await openIssue();
  const writes = Array.from({ length: 6 }, (_, at) =>
    job.graphql(commit, onMain(oid, { additions: [{ path: `${at}.txt`, contents: '' }] })),
  );
  const ended = await Promise.allSettled(writes);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const reasons = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as object] : []));
  for (const reason of reasons)
    expect(reason).toMatchObject(failed('STALE_DATA', `Expected branch to point to "${oid}" but it did not.`));
});

test('a commit on a branch is refused where GitHub refuses it', async () => {
  const { job, jobWith, writer, oid } = await openIssue();
  const workflow = { additions: [{ path: '.github/workflows/new.yml', contents: '' }] };
  await expect(job.graphql(commit, onMain(oid, workflow))).rejects.toMatchObject(
    failed('FORBIDDEN', 'Resource not accessible by integration'),
  );
  await expect(jobWith({ contents: 'read' }).graphql(commit, onMain(oid, {}))).rejects.toMatchObject(
    failed('FORBIDDEN', 'Resource not accessible by integration'),
  );
  await expect(job.graphql(commit, onMain(oid, { deletions: [{ path: 'gone' }] }))).rejects.toMatchObject(
    failed('UNPROCESSABLE', 'A path was requested for deletion which does not exist'),
  );
  await expect(job.graphql(commit, onMain(oid, { additions: [{ path: '../x', contents: '' }] }))).rejects.toMatchObject(
    failed('UNPROCESSABLE', 'not valid'),
  );
  expect(await writer.graphql(commit, onMain(oid, workflow))).toMatchObject({
    createCommitOnBranch: { ref: { name: 'main' } },
  });
});

test('a reaction is given once', async () => {
  const { job, issueId, jobWith } = await openIssue();
  for (let times = 0; times < 2; times += 1)
    expect(await job.graphql(react, { subjectId: issueId })).toEqual({
      addReaction: { clientMutationId: '7', reaction: { content: 'EYES' }, subject: { number: 1 } },
    });
  expect((await job.rest.reactions.listForIssue({ ...demo, issue_number: 1 })).data).toHaveLength(1);
  await expect(jobWith({ issues: 'read' }).graphql(react, { subjectId: issueId })).rejects.toMatchObject(
    failed('FORBIDDEN', 'Resource not accessible by integration'),
  );
});

const settle = `mutation ($subjectId: ID!, $comment: ID!) {
  add: addReaction(input: { subjectId: $subjectId, content: ROCKET }) { clientMutationId }
  remove: removeReaction(input: { subjectId: $subjectId, content: EYES }) { reaction { content } }
  delete: deleteIssueComment(input: { id: $comment }) { clientMutationId }
}`;

test('several changes are made in one request, each by itself', async () => {
  const { job, issueId, writer, lab } = await openIssue();
  const contents = async () =>
    (await job.rest.reactions.listForIssue({ ...demo, issue_number: 1 })).data.map(({ content }) => content);
  const { data } = await job.rest.issues.createComment({ ...demo, issue_number: 1, body: 'Working' });
  await writer.graphql(react, { subjectId: issueId });
  await job.graphql(react, { subjectId: issueId });
  expect(await job.graphql(settle, { subjectId: issueId, comment: data.node_id })).toMatchObject({
    remove: { reaction: { content: 'EYES' } },
  });
  // Somebody else's stays.
  expect(await contents()).toEqual(['eyes', 'rocket']);
  expect((await job.rest.issues.listComments({ ...demo, issue_number: 1 })).data).toEqual([]);
  expect(lab.events).toContainEqual(
    expect.objectContaining({ name: 'issue_comment', payload: expect.objectContaining({ action: 'deleted' }) }),
  );
  await expect(job.graphql(settle, { subjectId: issueId, comment: data.node_id })).rejects.toMatchObject({
    data: { add: { clientMutationId: null }, remove: null, delete: null },
    errors: [
      { type: 'NOT_FOUND', path: ['remove'] },
      { type: 'NOT_FOUND', path: ['delete'] },
    ],
  });
});

test('reactions and comments are taken away with the right to speak there, and others only by who may write', async () => {
  const { job, jobWith, issueId, writer, lab } = await openIssue();
  const { data } = await writer.rest.issues.createComment({ ...demo, issue_number: 1, body: 'Mine' });
  const deletion = 'mutation ($id: ID!) { deleteIssueComment(input: { id: $id }) { clientMutationId } }';
  await expect(jobWith({ issues: 'read' }).graphql(deletion, { id: data.node_id })).rejects.toMatchObject(
    failed('FORBIDDEN', 'Resource not accessible by integration'),
  );
  const reader = lab.client(lab.github.tokens.reader);
  await expect(reader.graphql(deletion, { id: data.node_id })).rejects.toMatchObject(
    failed('FORBIDDEN', 'rick does not have the correct permissions to execute `DeleteIssueComment`'),
  );
  await expect(job.graphql(deletion, { id: issueId })).rejects.toMatchObject(failed('NOT_FOUND', 'global id'));
  expect(await job.graphql(deletion, { id: data.node_id })).toMatchObject({ deleteIssueComment: {} });
  await lab.client(lab.github.tokens.owner).rest.issues.lock({ ...demo, issue_number: 1 });
  await expect(job.graphql(react, { subjectId: issueId })).rejects.toMatchObject(failed('UNPROCESSABLE', 'locked'));
});

import { expect, test } from 'vitest';
import { openGitHub } from '../open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
const failed = (type: string, message: string) => ({ errors: [{ type, message: expect.stringContaining(message) }] });

/** An issue of a writer with a comment of a job, and their global ids. */
async function openThread() {
  const lab = await openGitHub();
  const writer = lab.client(lab.github.tokens.writer);
  const job = lab.client(lab.jobToken({ issues: 'write', contents: 'read', 'pull-requests': 'read' }));
  const issue = await writer.rest.issues.create({ ...demo, title: 'Fix the greeting', body: 'It says hi.' });
  const comment = await job.rest.issues.createComment({ ...demo, issue_number: 1, body: 'Done.' });
  return { lab, writer, job, issue: issue.data, comment: comment.data };
}

const textQuery = `query ($ids: [ID!]!) { nodes(ids: $ids) {
  id
  ... on Comment { body author { login __typename } editor { login } lastEditedAt viewerDidAuthor }
  ... on Issue { fullDatabaseId number }
  ... on IssueComment { fullDatabaseId issue { number } }
} }`;

test('the ids of REST name the same texts, and say who changed them last', async () => {
  const { writer, job, issue, comment } = await openThread();
  const ids = [issue.node_id, comment.node_id];
  const asked = await job.graphql<{ nodes: readonly object[] }>(textQuery, { ids });
  expect(asked.nodes).toEqual([
    {
      id: issue.node_id,
      fullDatabaseId: String(issue.id),
      number: 1,
      body: 'It says hi.',
      author: { login: 'wanda', __typename: 'User' },
      editor: null,
      lastEditedAt: null,
      viewerDidAuthor: false,
    },
    {
      id: comment.node_id,
      fullDatabaseId: String(comment.id),
      issue: { number: 1 },
      body: 'Done.',
      // REST calls it github-actions[bot].
      author: { login: 'github-actions', __typename: 'Bot' },
      editor: null,
      lastEditedAt: null,
      viewerDidAuthor: true,
    },
  ]);
  await writer.rest.issues.updateComment({ ...demo, comment_id: comment.id, body: 'Done!' });
  const edited = await job.graphql<{ nodes: readonly object[] }>(textQuery, { ids: [comment.node_id] });
  expect(edited.nodes).toMatchObject([
    { body: 'Done!', editor: { login: 'wanda' }, lastEditedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
  ]);
});

test('the repository gives threads by number, and refs', async () => {
  const { job, writer } = await openThread();
  const tip = (await writer.rest.git.getRef({ ...demo, ref: 'heads/main' })).data.object.sha;
  const query = `{ repository(owner: "octo-org", name: "demo") {
    id defaultBranchRef { name target { oid } }
    gone: ref(qualifiedName: "refs/heads/gone") { name }
    main: ref(qualifiedName: "main") { prefix target { ... on Commit { signature { isValid } } } }
    issueOrPullRequest(number: 1) { __typename ... on Issue { title comments(first: 1) { totalCount nodes { body } } } }
  } }`;
  expect(await job.graphql(query)).toEqual({
    repository: {
      id: (await writer.rest.repos.get(demo)).data.node_id,
      defaultBranchRef: { name: 'main', target: { oid: tip } },
      gone: null,
      main: { prefix: 'refs/heads/', target: { signature: null } },
      issueOrPullRequest: {
        __typename: 'Issue',
        title: 'Fix the greeting',
        comments: { totalCount: 1, nodes: [{ body: 'Done.' }] },
      },
    },
  });
});

test('what is not there is an error of its field', async () => {
  const { job } = await openThread();
  const inRepository = (field: string) => job.graphql(`{ repository(owner: "octo-org", name: "demo") { ${field} } }`);
  await expect(job.graphql('{ node(id: "I_kwDOx") { id } }')).rejects.toMatchObject(
    failed('NOT_FOUND', "Could not resolve to a node with the global id of 'I_kwDOx'"),
  );
  await expect(job.graphql('{ repository(owner: "octo-org", name: "gone") { id } }')).rejects.toMatchObject(
    failed('NOT_FOUND', "Could not resolve to a Repository with the name 'octo-org/gone'."),
  );
  await expect(inRepository('issue(number: 9) { id }')).rejects.toMatchObject(
    failed('NOT_FOUND', 'Could not resolve to an Issue with the number of 9.'),
  );
  await expect(inRepository('pullRequest(number: 1) { id }')).rejects.toMatchObject(
    failed('NOT_FOUND', 'Could not resolve to a PullRequest with the number of 1.'),
  );
  await expect(inRepository('issue(number: 1) { comments { totalCount } }')).rejects.toMatchObject(
    failed('MISSING_PAGINATION_BOUNDARIES', 'You must provide a `first` or `last` value'),
  );
  await expect(inRepository('issue(number: 1) { comments(first: 101) { totalCount } }')).rejects.toMatchObject(
    failed('EXCESSIVE_PAGINATION', 'exceeds the `first` limit of 100'),
  );
  await expect(inRepository('issue(number: 1) { milestone { title } }')).rejects.toMatchObject(
    failed('LAB_NOT_SERVED', 'The lab does not serve `Issue.milestone`'),
  );
  await expect(inRepository('issue(number: 1) { colour }')).rejects.toMatchObject({
    errors: [{ message: 'Cannot query field "colour" on type "Issue".' }],
  });
});

test('a token reads what its permissions open', async () => {
  const { lab, issue } = await openThread();
  const { graphql } = lab.client(lab.jobToken({ contents: 'read' }));
  const query = 'query ($id: ID!) { node(id: $id) { id } }';
  await expect(graphql(query, { id: issue.node_id })).rejects.toMatchObject(
    failed('FORBIDDEN', 'Resource not accessible by integration'),
  );
  await expect(lab.client().graphql(query, { id: issue.node_id })).rejects.toMatchObject({ status: 401 });
  await expect(lab.client('ghs_unknown').graphql(query, { id: issue.node_id })).rejects.toMatchObject({
    status: 401,
    message: expect.stringContaining('Bad credentials'),
  });
});

test('pages go forward and back', async () => {
  const { job, writer } = await openThread();
  for (const body of ['two', 'three']) await writer.rest.issues.createComment({ ...demo, issue_number: 1, body });
  const query = `query ($first: Int, $after: String, $last: Int) { repository(owner: "octo-org", name: "demo") {
    issue(number: 1) { comments(first: $first, after: $after, last: $last) {
      nodes { body } pageInfo { hasNextPage endCursor hasPreviousPage } } } } }`;
  type Page = {
    repository: { issue: { comments: { nodes: { body: string }[]; pageInfo: { endCursor: string } } } };
  };
  const first = (await job.graphql<Page>(query, { first: 2 })).repository.issue.comments;
  expect(first).toMatchObject({ nodes: [{ body: 'Done.' }, { body: 'two' }], pageInfo: { hasNextPage: true } });
  const second = await job.graphql<Page>(query, { first: 2, after: first.pageInfo.endCursor });
  expect(second.repository.issue.comments).toMatchObject({
    nodes: [{ body: 'three' }],
    pageInfo: { hasNextPage: false },
  });
  expect((await job.graphql<Page>(query, { last: 1 })).repository.issue.comments).toMatchObject({
    nodes: [{ body: 'three' }],
    pageInfo: { hasPreviousPage: true },
  });
});

test('GraphQL has points of its own, and an answer that says when they are used up', async () => {
  const lab = await openGitHub({ hourlyLimits: { job: 1 } });
  const job = lab.client(lab.jobToken({}));
  const { headers } = await job.request('POST /graphql', { query: '{ viewer { login } }' });
  expect(headers).toMatchObject({ 'x-ratelimit-resource': 'graphql', 'x-ratelimit-remaining': '0' });
  await expect(job.graphql('{ viewer { login } }')).rejects.toMatchObject(
    failed('RATE_LIMITED', 'API rate limit exceeded for installation.'),
  );
  expect((await job.rest.rateLimit.get()).data.resources).toMatchObject({ core: { used: 0 }, graphql: { used: 1 } });
});

test('a pull request shows its branches, its reviews and the threads on its diff', async () => {
  const { lab, writer, job } = await openThread();
  const oid = (await writer.rest.git.getRef({ ...demo, ref: 'heads/main' })).data.object.sha;
  await writer.rest.git.createRef({ ...demo, ref: 'refs/heads/change', sha: oid });
  const content = Buffer.from('hello\n').toString('base64');
  const file = { ...demo, path: 'new.txt', branch: 'change', message: 'Write', content };
  const headRefOid = (await writer.rest.repos.createOrUpdateFileContents(file)).data.commit.sha;
  await writer.rest.pulls.create({ ...demo, title: 'Greet', head: 'change', base: 'main' });
  const comments = [{ path: 'new.txt', line: 1, side: 'RIGHT', body: 'Louder.' }];
  const owner = lab.client(lab.github.tokens.owner);
  await owner.rest.pulls.createReview({ ...demo, pull_number: 2, event: 'REQUEST_CHANGES', body: 'Nearly.', comments });
  await owner.rest.pulls.createReview({ ...demo, pull_number: 2, body: 'Not yet said.' });
  const query = `{ repository(owner: "octo-org", name: "demo") { pullRequest(number: 2) {
    headRefName headRefOid baseRefName merged
    reviews(last: 5) { totalCount nodes { state body author { login } submittedAt comments(first: 5) { totalCount } } }
    reviewThreads(first: 5) { nodes { path line isOutdated comments(first: 5) { nodes { body replyTo { id } } } } }
  } } }`;
  expect(await job.graphql(query)).toEqual({
    repository: {
      pullRequest: {
        headRefName: 'change',
        headRefOid,
        baseRefName: 'main',
        merged: false,
        reviews: {
          totalCount: 1,
          nodes: [
            {
              state: 'CHANGES_REQUESTED',
              body: 'Nearly.',
              author: { login: 'olivia' },
              submittedAt: expect.any(String),
              comments: { totalCount: 1 },
            },
          ],
        },
        reviewThreads: {
          nodes: [
            { path: 'new.txt', line: 1, isOutdated: false, comments: { nodes: [{ body: 'Louder.', replyTo: null }] } },
          ],
        },
      },
    },
  });
});

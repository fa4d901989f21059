import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { appJwt } from './app-jwt.fixture.ts';
import { openGitHub, runRecord } from './open-github.ts';

interface Description {
  readonly operations: Readonly<Record<string, { readonly status: number; readonly schema: object }>>;
  readonly schemas: Readonly<Record<string, object>>;
}

const fixture = path.join(import.meta.dirname, '../../fixtures/openapi.json');
const description: Description = JSON.parse(await readFile(fixture, 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);

/** What GitHub's own description has against an answer. */
function complaints(operation: string, status: number, body: unknown): readonly string[] {
  const described = description.operations[operation];
  if (described === undefined) return [`${operation} is not described`];
  const validate = ajv.compile({ ...described.schema, schemas: description.schemas });
  const wrong = validate(body)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return status === described.status ? wrong : [`answered ${status}`, ...wrong];
}

/** Git's names of a file with an `x` in it, and of a folder with that file. */
const blob = 'c1b0730e0133447badcfd47fd144e254807b06e1';
const tree = 'b1140f98f130cab0c87eaf311a3ea27f5fdc160f';

/** A call of each operation, in an order in which each can succeed. */
const calls: readonly (readonly [operation: string, method: string, path: string, body?: object])[] = [
  ['repos/get', 'GET', ''],
  ['git/get-ref', 'GET', '/git/ref/heads/main'],
  ['git/create-ref', 'POST', '/git/refs', { ref: 'refs/heads/change', sha: 'HEAD' }],
  ['repos/get-branch', 'GET', '/branches/change'],
  ['repos/get-commit', 'GET', '/commits/main'],
  ['repos/get-collaborator-permission-level', 'GET', '/collaborators/wanda/permission'],
  [
    'issues/create',
    'POST',
    '/issues',
    { title: 'Fix it', body: 'Now.', labels: ['codex'], assignees: ['wanda'], type: 'Bug' },
  ],
  ['issues/get', 'GET', '/issues/1'],
  ['issues/update', 'PATCH', '/issues/1', { state: 'closed' }],
  ['issues/add-labels', 'POST', '/issues/1/labels', { labels: ['bug'] }],
  ['issues/create-comment', 'POST', '/issues/1/comments', { body: 'Hi' }],
  ['issues/list-comments', 'GET', '/issues/1/comments'],
  ['issues/list-comments-for-repo', 'GET', '/issues/comments'],
  ['issues/get-comment', 'GET', '/issues/comments/NOTE'],
  ['issues/update-comment', 'PATCH', '/issues/comments/NOTE', { body: 'Ho' }],
  ['reactions/create-for-issue', 'POST', '/issues/1/reactions', { content: 'eyes' }],
  ['reactions/create-for-issue-comment', 'POST', '/issues/comments/NOTE/reactions', { content: '+1' }],
  ['reactions/list-for-issue-comment', 'GET', '/issues/comments/NOTE/reactions'],
  ['pulls/create', 'POST', '/pulls', { title: 'Greet', head: 'change', base: 'main', body: 'Closes #1' }],
  ['pulls/list', 'GET', '/pulls'],
  ['pulls/get', 'GET', '/pulls/2'],
  ['pulls/update', 'PATCH', '/pulls/2', { title: 'Greet all' }],
  ['pulls/list-files', 'GET', '/pulls/2/files'],
  [
    'pulls/create-review',
    'POST',
    '/pulls/2/reviews',
    { event: 'COMMENT', body: 'Hm', comments: [{ path: 'new.txt', line: 1, body: 'Why?' }] },
  ],
  ['pulls/list-reviews', 'GET', '/pulls/2/reviews'],
  ['pulls/get-review', 'GET', '/pulls/2/reviews/REVIEW'],
  ['pulls/update-review', 'PUT', '/pulls/2/reviews/REVIEW', { body: 'Well' }],
  ['pulls/list-comments-for-review', 'GET', '/pulls/2/reviews/REVIEW/comments'],
  [
    'pulls/create-review-comment',
    'POST',
    '/pulls/2/comments',
    { commit_id: 'TIP', path: 'new.txt', line: 1, side: 'RIGHT', body: 'Why?' },
  ],
  ['pulls/create-reply-for-review-comment', 'POST', '/pulls/2/comments/REMARK/replies', { body: 'So' }],
  ['pulls/list-review-comments', 'GET', '/pulls/2/comments'],
  ['pulls/list-review-comments-for-repo', 'GET', '/pulls/comments'],
  ['pulls/get-review-comment', 'GET', '/pulls/comments/REMARK'],
  ['pulls/update-review-comment', 'PATCH', '/pulls/comments/REMARK', { body: 'Why not?' }],
  ['reactions/create-for-pull-request-review-comment', 'POST', '/pulls/comments/REMARK/reactions', { content: 'eyes' }],
  ['reactions/list-for-pull-request-review-comment', 'GET', '/pulls/comments/REMARK/reactions'],
  ['pulls/request-reviewers', 'POST', '/pulls/2/requested_reviewers', { reviewers: ['olivia'] }],
  ['pulls/list-requested-reviewers', 'GET', '/pulls/2/requested_reviewers'],
  ['repos/compare-commits', 'GET', '/compare/main...change'],
  ['issues/list-for-repo', 'GET', '/issues?state=all'],
  ['pulls/merge', 'PUT', '/pulls/2/merge'],
  ['actions/list-repo-workflows', 'GET', '/actions/workflows'],
  ['actions/get-workflow', 'GET', '/actions/workflows/codex.yml'],
  ['actions/list-repo-secrets', 'GET', '/actions/secrets'],
  ['actions/list-repo-organization-secrets', 'GET', '/actions/organization-secrets'],
  ['issues/get-label', 'GET', '/labels/codex'],
  ['actions/list-workflow-runs-for-repo', 'GET', '/actions/runs'],
  ['actions/get-workflow-run', 'GET', '/actions/runs/500'],
  ['actions/list-jobs-for-workflow-run', 'GET', '/actions/runs/500/jobs'],
  ['actions/get-job-for-workflow-run', 'GET', '/actions/jobs/501'],
  ['actions/list-artifacts-for-repo', 'GET', '/actions/artifacts'],
  ['actions/list-workflow-run-artifacts', 'GET', '/actions/runs/500/artifacts'],
  ['actions/get-artifact', 'GET', '/actions/artifacts/ARTIFACT'],
  ['actions/list-concurrency-groups-for-repository', 'GET', '/actions/concurrency_groups'],
  ['actions/get-concurrency-group-for-repository', 'GET', '/actions/concurrency_groups/codex-worker-issue-1'],
  ['actions/list-concurrency-groups-for-workflow-run', 'GET', '/actions/runs/500/concurrency_groups'],
  ['git/create-blob', 'POST', '/git/blobs', { content: 'x' }],
  ['git/get-blob', 'GET', `/git/blobs/${blob}`],
  ['git/create-tree', 'POST', '/git/trees', { tree: [{ path: 'x.txt', mode: '100644', type: 'blob', sha: blob }] }],
  ['git/get-tree', 'GET', '/git/trees/HEAD?recursive=1'],
  ['git/create-commit', 'POST', '/git/commits', { message: 'x', tree, parents: ['HEAD'] }],
  ['git/get-commit', 'GET', '/git/commits/HEAD'],
  ['git/update-ref', 'PATCH', '/git/refs/heads/change', { sha: 'HEAD', force: true }],
];

/** What only an administrator may ask. */
const adminCalls = [
  ['actions/get-github-actions-permissions-repository', 'GET', '/actions/permissions'],
  ['actions/get-allowed-actions-repository', 'GET', '/actions/permissions/selected-actions'],
  ['actions/get-github-actions-default-workflow-permissions-repository', 'GET', '/actions/permissions/workflow'],
  [
    'actions/get-artifact-and-log-retention-settings-repository',
    'GET',
    '/actions/permissions/artifact-and-log-retention',
  ],
  ['actions/list-self-hosted-runners-for-repo', 'GET', '/actions/runners'],
] as const;

/** What an App asks in its own name. */
const appCalls = [
  ['apps/get-authenticated', 'GET', '/app'],
  ['apps/get-repo-installation', 'GET', '/repos/octo-org/demo/installation'],
  ['apps/create-installation-access-token', 'POST', '/app/installations/50000001/access_tokens'],
] as const;

/** Calls that make something which later calls name by its id. */
const made: Readonly<Record<string, string>> = {
  'issues/create-comment': 'NOTE',
  'pulls/create-review': 'REVIEW',
  'pulls/create-review-comment': 'REMARK',
};

async function openCalls() {
  const lab = await openGitHub();
  const { api, tokens, mintRuntimeToken, registerApp } = lab.github;
  const known = new Map<string, string>();
  const filled = (text: string) =>
    text.replaceAll(/\b(HEAD|TIP|NOTE|REVIEW|REMARK|ARTIFACT)\b/g, (name) => known.get(name) ?? name);
  const send = async (method: string, url: string, body?: object, token = tokens.writer) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const init = body === undefined ? { method, headers } : { method, headers, body: filled(JSON.stringify(body)) };
    const response = await fetch(filled(`${api}${url}`), init);
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };
  const repo = '/repos/octo-org/demo';
  known.set('HEAD', (await send('GET', `${repo}/git/ref/heads/main`)).body['object']?.['sha'] ?? '');
  lab.runs.push(runRecord(500, known.get('HEAD') ?? ''));
  known.set('ARTIFACT', await uploadArtifact(send, mintRuntimeToken({ runId: 500, jobId: 501 })));
  return { send, known, repo, registerApp, tokens, settings: lab.github.settings };
}

type Send = Awaited<ReturnType<typeof openCalls>>['send'];

async function uploadArtifact(
  send: (method: string, url: string, body: object, token: string) => ReturnType<Send>,
  token: string,
) {
  const call = async (name: string, message: object) =>
    (
      await send(
        'POST',
        `/twirp/github.actions.results.api.v1.ArtifactService/${name}`,
        { workflow_run_backend_id: '500', name: 'session', ...message },
        token,
      )
    ).body;
  const { signed_upload_url } = await call('CreateArtifact', { version: 7 });
  await fetch(signed_upload_url ?? '', { method: 'PUT', body: 'bytes' });
  return (await call('FinalizeArtifact', { size: '5' }))['artifact_id'] ?? '';
}

test('what the lab answers is what GitHub describes', { timeout: 30_000 }, async () => {
  const { send, known, repo } = await openCalls();
  for (const [operation, method, url, body] of calls) {
    const answer = await send(method, `${repo}${url}`, body);
    expect.soft(complaints(operation, answer.status, answer.body), operation).toEqual([]);
    const name = made[operation];
    if (name !== undefined) known.set(name, String(answer.body['id']));
    if (operation === 'pulls/get') known.set('TIP', answer.body['head']?.['sha'] ?? '');
    // The pull request needs a change of its own.
    if (operation === 'git/create-ref')
      await send('PUT', `${repo}/contents/new.txt`, { message: 'Write', content: 'bmV3', branch: 'change' });
  }
  for (const [operation, url] of [
    ['users/get-by-username', '/users/wanda'],
    ['rate-limit/get', '/rate_limit'],
  ] as const) {
    const answer = await send('GET', url);
    expect.soft(complaints(operation, answer.status, answer.body), operation).toEqual([]);
  }
});

test('what the lab answers an administrator is what GitHub describes', async () => {
  const { send, repo, settings, tokens } = await openCalls();
  settings.allowedActions = 'selected';
  settings.runners = [{ name: 'box', labels: ['self-hosted', 'big'], status: 'online', version: '2.336.0' }];
  for (const [operation, method, url] of adminCalls) {
    const answer = await send(method, `${repo}${url}`, undefined, tokens.owner);
    expect.soft(complaints(operation, answer.status, answer.body), operation).toEqual([]);
    expect.soft((await send(method, `${repo}${url}`)).status, operation).toBe(403);
  }
});

test('what the lab answers an App is what GitHub describes', async () => {
  const { send, registerApp } = await openCalls();
  const { app, privateKey = '' } = registerApp({ slug: 'octo-publisher' });
  const jwt = appJwt(privateKey, { iss: app.id });
  for (const [operation, method, url] of appCalls) {
    const answer = await send(method, url, undefined, jwt);
    expect.soft(complaints(operation, answer.status, answer.body), operation).toEqual([]);
  }
});

test('every operation of the fixture is called', () => {
  const called = [
    ...[...calls, ...adminCalls, ...appCalls].map(([operation]) => operation),
    'users/get-by-username',
    'rate-limit/get',
  ];
  expect(Object.keys(description.operations).filter((operation) => !called.includes(operation))).toEqual([]);
});

test('an answer that lacks something or has it of another type is found out', () => {
  const found = complaints('reactions/create-for-issue', 201, {
    id: 'seven',
    node_id: 'x',
    user: null,
    content: 'eyes',
  });
  expect(found).toEqual([" must have required property 'created_at'", '/id must be integer']);
});

import { expect, test } from 'vitest';
import { openGitHub, runRecord } from './open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
const issues = '/repos/octo-org/demo/issues';

test('every API request is recorded with whose token it was', async () => {
  const { github, client, jobToken } = await openGitHub();
  await client(github.tokens.writer).rest.issues.create({ ...demo, title: 'Hello' });
  await client(jobToken({ issues: 'read' }, 9)).rest.issues.listForRepo({ ...demo, state: 'all' });
  await fetch(`${github.api}${issues}`, { headers: { authorization: 'token ghp_nobody' } });
  const recorded = await (await fetch(`${github.api}/_lab/requests`)).json();
  expect(recorded).toHaveLength(github.requests.length);
  expect(recorded).toMatchObject([
    { method: 'POST', path: issues, status: 201, job: null, token: { kind: 'account', login: 'wanda' } },
    {
      method: 'GET',
      path: `${issues}?state=all`,
      status: 200,
      job: 'agent',
      token: { kind: 'job', runId: 9, jobId: 10, name: 'agent' },
    },
    { method: 'GET', path: issues, status: 401, token: { kind: 'unknown' } },
  ]);
});

async function breakNext(api: string, fault: object) {
  return (await fetch(`${api}/_lab/faults`, { method: 'POST', body: JSON.stringify(fault) })).status;
}

test('a fault answers for the next matching requests, and then no more', async () => {
  const { github } = await openGitHub();
  expect(
    await breakNext(github.api, {
      method: 'GET',
      path: '/issues$',
      times: 2,
      status: 503,
      headers: { 'retry-after': '1' },
    }),
  ).toBe(204);
  const statuses = [];
  for (let at = 0; at < 3; at += 1) statuses.push((await fetch(`${github.api}${issues}`)).status);
  expect(statuses).toEqual([503, 503, 200]);
  expect(github.requests.map(({ status }) => status)).toEqual([503, 503, 200]);
});

test('a fault drops the connection, before or after the request took effect', async () => {
  const { github } = await openGitHub();
  const open = () =>
    fetch(`${github.api}${issues}`, {
      method: 'POST',
      body: '{"title":"Hello"}',
      headers: { authorization: `token ${github.tokens.writer}` },
    });
  const count = async () => ((await (await fetch(`${github.api}${issues}`)).json()) as unknown[]).length;
  await breakNext(github.api, { method: 'POST', path: 'issues', drop: true });
  await expect(open()).rejects.toThrow('fetch failed');
  expect(await count()).toBe(0);
  await breakNext(github.api, { method: 'POST', path: 'issues', drop: true, after: true });
  await expect(open()).rejects.toThrow('fetch failed');
  expect(await count()).toBe(1);
});

test('a fault delays a request', async () => {
  const { github } = await openGitHub();
  await breakNext(github.api, { path: 'issues', delayMs: 60 });
  const began = performance.now();
  expect((await fetch(`${github.api}${issues}`)).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(50);
});

test('a fault that does nothing is refused', async () => {
  const { github } = await openGitHub();
  expect(await breakNext(github.api, { path: 'issues' })).toBe(422);
  expect(await breakNext(github.api, { status: 500 })).toBe(422);
});

test('more routes can be added below /_lab, and pages for those who read HTML', async () => {
  const { github } = await openGitHub();
  github.app.get('/_lab/more', (c) => c.text('more'));
  github.app.get('/', (c) => c.html('<h1>Demo</h1>'));
  expect(await (await fetch(`${github.api}/_lab/more`)).text()).toBe('more');
  expect(await (await fetch(github.api, { headers: { accept: 'text/html' } })).text()).toBe('<h1>Demo</h1>');
  expect(await (await fetch(github.api)).json()).toMatchObject({ current_user_url: `${github.api}/user` });
  expect((await fetch(`${github.api}/_lab/nothing`)).status).toBe(404);
});

test('runs are listed, read, cancelled once and run again', async () => {
  const { github, client, runs } = await openGitHub();
  const { rest, request } = client(github.tokens.writer);
  const sha = (await rest.git.getRef({ ...demo, ref: 'heads/main' })).data.object.sha;
  const ended = runRecord(600, sha, { event: 'issue_comment' });
  const [job] = ended.jobs;
  if (job) ended.jobs[0] = { ...job, status: 'completed', conclusion: 'success' };
  runs.push(runRecord(500, sha), {
    ...ended,
    log: `${job?.name}\tRun Codex\thello from the log\nother\tStep\tnot this`,
  });
  const listed = await rest.actions.listWorkflowRunsForRepo({ ...demo, event: 'issue_comment' });
  expect(listed.data).toMatchObject({
    total_count: 1,
    workflow_runs: [{ id: 600, path: '.github/workflows/codex.yml' }],
  });
  expect((await rest.actions.listWorkflowRuns({ ...demo, workflow_id: 'codex.yml' })).data.total_count).toBe(2);
  expect((await rest.actions.getWorkflowRun({ ...demo, run_id: 500 })).data).toMatchObject({
    status: 'in_progress',
    head_commit: { message: 'Initial commit' },
  });
  expect((await rest.actions.listJobsForWorkflowRun({ ...demo, run_id: 500 })).data.jobs).toMatchObject([
    { id: 501, steps: [{ name: 'Check out' }, { name: 'Run Codex' }] },
  ]);
  expect((await rest.actions.getWorkflowRunAttempt({ ...demo, run_id: 500, attempt_number: 1 })).data.id).toBe(500);
  const log = (job: number) => rest.actions.downloadJobLogsForWorkflowRun({ ...demo, job_id: job });
  await expect(log(501)).rejects.toMatchObject({ status: 404 });
  expect((await log(601)).data).toBe('hello from the log\r\n');
  const group = await request('GET /repos/{owner}/{repo}/actions/concurrency_groups/{name}', {
    ...demo,
    name: 'codex-worker-issue-1',
    ahead_of_job: 601,
  });
  expect(group.data).toMatchObject({
    total_count: 2,
    group_members: [
      { run_id: 500, status: 'in_progress' },
      { run_id: 600, status: 'pending' },
    ],
  });

  await expect(rest.actions.reRunWorkflow({ ...demo, run_id: 500 })).rejects.toMatchObject({ status: 403 });
  expect((await rest.actions.cancelWorkflowRun({ ...demo, run_id: 500 })).status).toBe(202);
  await expect(rest.actions.cancelWorkflowRun({ ...demo, run_id: 500 })).rejects.toMatchObject({ status: 409 });
  expect((await rest.actions.reRunWorkflow({ ...demo, run_id: 500 })).status).toBe(201);
  expect((await rest.actions.getWorkflowRun({ ...demo, run_id: 500 })).data).toMatchObject({
    run_attempt: 2,
    status: 'queued',
  });
});

test('a workflow is dispatched with its inputs, and refused without those that it needs', async () => {
  const { github, client, events } = await openGitHub();
  const { rest, request } = client(github.tokens.writer);
  expect((await rest.actions.listRepoWorkflows(demo)).data.workflows.map(({ name }) => name)).toEqual(['CI', 'Codex']);
  const { id } = (await rest.actions.getWorkflow({ ...demo, workflow_id: 'codex.yml' })).data;
  const dispatch = (inputs: Record<string, string>, workflow_id: number | string = id, ref = 'main') =>
    rest.actions.createWorkflowDispatch({ ...demo, workflow_id, ref, inputs });
  expect((await dispatch({ prompt: 'Hi' })).status).toBe(204);
  expect(events).toMatchObject([
    {
      name: 'workflow_dispatch',
      ref: 'refs/heads/main',
      payload: { inputs: { prompt: 'Hi', effort: 'low' }, workflow: '.github/workflows/codex.yml' },
    },
  ]);
  const refused = (text: string) => ({ status: 422, message: expect.stringContaining(text) });
  await expect(dispatch({})).rejects.toMatchObject(refused("Required input 'prompt' not provided"));
  await expect(dispatch({ prompt: 'Hi', colour: 'red' })).rejects.toMatchObject(
    refused('Unexpected inputs provided: ["colour"]'),
  );
  await expect(dispatch({ prompt: 'Hi', effort: 'all' })).rejects.toMatchObject(
    refused('not in the list of allowed values'),
  );
  await expect(dispatch({}, 'ci.yml')).rejects.toMatchObject(
    refused("Workflow does not have 'workflow_dispatch' trigger"),
  );
  await expect(dispatch({ prompt: 'Hi' }, id, 'gone')).rejects.toMatchObject(refused('No ref found for: gone'));
  await expect(dispatch({}, 'gone.yml')).rejects.toMatchObject({ status: 404 });
  const detailed = await request('POST /repos/{owner}/{repo}/actions/workflows/codex.yml/dispatches', {
    ...demo,
    ref: 'main',
    inputs: { prompt: 'Hi' },
    return_run_details: true,
  });
  expect(detailed).toMatchObject({ status: 200, data: { workflow_run_id: 4_242 } });
});

test('a job sends a repository_dispatch', async () => {
  const { client, jobToken, events } = await openGitHub();
  await client(jobToken({ contents: 'write' })).rest.repos.createDispatchEvent({
    ...demo,
    event_type: 'drain',
    client_payload: { thread: 'issue-1' },
  });
  expect(events).toMatchObject([
    {
      name: 'repository_dispatch',
      byJob: true,
      payload: { action: 'drain', branch: 'main', client_payload: { thread: 'issue-1' } },
    },
  ]);
});

test('variables are for writers', async () => {
  const { github, client, jobToken } = await openGitHub({ variables: new Map([['MODEL', 'fast']]) });
  expect((await client(github.tokens.writer).rest.actions.listRepoVariables(demo)).data.variables).toMatchObject([
    { name: 'MODEL', value: 'fast' },
  ]);
  await expect(client(jobToken({ actions: 'write' })).rest.actions.listRepoVariables(demo)).rejects.toMatchObject({
    status: 403,
  });
});

test('the bot of every job has its own account', async () => {
  const { github, client, jobToken } = await openGitHub();
  expect((await client().rest.users.getByUsername({ username: 'github-actions[bot]' })).data).toMatchObject({
    id: 41_898_282,
    type: 'Bot',
  });
  expect((await client(github.tokens.reader).rest.users.getAuthenticated()).data.login).toBe('rick');
  await expect(client(jobToken({})).rest.users.getAuthenticated()).rejects.toMatchObject({ status: 403 });
});

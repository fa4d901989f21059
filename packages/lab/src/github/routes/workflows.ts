import { readBlob, readEntry } from '../../git-host/files.ts';
import { branchTip, resolveCommit } from '../../git-host/refs.ts';
import type { Api, ApiContext } from '../api.ts';
import { workflowId } from '../bodies/run-body.ts';
import { type WorkflowFile, workflowBody } from '../bodies/workflow-body.ts';
import { announce, announceOnDefault } from '../events.ts';
import { apiUrl, type Hosted, pageUrl } from '../hosted.ts';
import { paginate } from '../pages.ts';
import { admit, admitSignedIn, needs } from '../permissions.ts';
import { defaultTip } from '../pull-diff.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type Fields, readFields, requiredText } from '../request-fields.ts';
import { workflowPaths } from '../workflow-files.ts';
import { type Dispatchable, parseWorkflow } from '../workflow-triggers.ts';
import { listRuns, runsOf } from './runs.ts';

/** Workflows, and the two dispatch events. */
export function workflowRoutes(api: Api, hosted: Hosted): void {
  api.get('/actions/workflows', async (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const workflows = await listWorkflows(hosted);
    return c.json({
      total_count: workflows.length,
      workflows: paginate(c, workflows).map((one) => workflowBody(hosted, one)),
    });
  });

  api.get('/actions/workflows/:workflow', async (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    return c.json(workflowBody(hosted, await findWorkflow(hosted, c)));
  });

  api.get('/actions/workflows/:workflow/runs', async (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const { path } = await findWorkflow(hosted, c);
    return c.json(await listRuns(c, hosted, runsOf(hosted, path)));
  });

  api.post('/actions/workflows/:workflow/dispatches', (c) => dispatchWorkflow(c, hosted));
  api.post('/dispatches', (c) => dispatchRepository(c, hosted));

  api.get('/actions/variables', (c) => {
    admit(hosted, c.var.identity, needs.readVariables);
    const variables = [...hosted.variables].map(([name, value]) => ({
      name,
      value,
      created_at: hosted.createdAt,
      updated_at: hosted.createdAt,
    }));
    return c.json({ total_count: variables.length, variables: paginate(c, variables) });
  });
}

async function listWorkflows(hosted: Hosted): Promise<readonly WorkflowFile[]> {
  const sha = await defaultTip(hosted);
  if (sha === undefined) return [];
  return Promise.all(
    (await workflowPaths(hosted, sha)).map(async (path) => ({
      path,
      name: (await readTriggers(hosted, sha, path))?.name ?? path,
    })),
  );
}

async function findWorkflow(hosted: Hosted, c: ApiContext): Promise<WorkflowFile> {
  const asked = c.req.param('workflow') ?? '';
  const found = (await listWorkflows(hosted)).find(
    ({ path }) => String(workflowId(path)) === asked || path === `.github/workflows/${asked}`,
  );
  if (found === undefined) throw notFound();
  return found;
}

async function readTriggers(hosted: Hosted, sha: string, path: string): Promise<Dispatchable | undefined> {
  const entry = await readEntry(hosted.git, sha, path);
  return entry === undefined ? undefined : parseWorkflow((await readBlob(hosted.git, entry.sha)).toString());
}

async function dispatchWorkflow(c: ApiContext, hosted: Hosted): Promise<Response> {
  const by = admitSignedIn(hosted, c.var.identity, needs.manageRuns);
  const { path } = await findWorkflow(hosted, c);
  const fields = await readFields(c);
  const { ref, sha } = await chosenRef(hosted, requiredText(fields, 'Workflow', 'ref'));
  const triggers = await readTriggers(hosted, sha, path);
  if (triggers?.inputs === undefined) throw new Refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
  const payload = { inputs: chosenInputs(triggers.inputs, fields), ref, workflow: path };
  const runs = await announce(hosted, by, { name: 'workflow_dispatch', payload, ref, sha });
  const [run] = runs;
  if (fields.flag('return_run_details') !== true || run === undefined) return c.body(null, 204);
  const url = apiUrl(hosted, `/actions/runs/${run}`);
  return c.json({ workflow_run_id: run, run_url: url, html_url: pageUrl(hosted, `/actions/runs/${run}`) });
}

async function chosenRef(hosted: Hosted, wanted: string): Promise<{ readonly ref: string; readonly sha: string }> {
  const name = wanted.replace(/^refs\/(heads|tags)\//, '');
  const branch = wanted.startsWith('refs/tags/') ? undefined : await branchTip(hosted.git, name);
  if (branch !== undefined) return { ref: `refs/heads/${name}`, sha: branch };
  const tag = await resolveCommit(hosted.git, `refs/tags/${name}`);
  if (tag === undefined) throw new Refusal(422, `No ref found for: ${wanted}`);
  return { ref: `refs/tags/${name}`, sha: tag };
}

/** The inputs as text, defaults filled in; unknown and missing ones are refused. */
function chosenInputs(declared: NonNullable<Dispatchable['inputs']>, fields: Fields): Record<string, string> {
  const given = fields.object('inputs') ?? {};
  if (JSON.stringify(given).length > 65_535) throw new Refusal(422, 'inputs are too large.');
  const unknown = Object.keys(given).filter((name) => !declared.has(name));
  if (unknown.length > 0) throw new Refusal(422, `Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  const chosen: Record<string, string> = {};
  for (const [name, input] of declared) {
    const value = given[name] ?? input.fallback;
    if (input.required && (value === undefined || value === ''))
      throw new Refusal(422, `Required input '${name}' not provided`);
    if (value !== undefined && input.options !== undefined && !input.options.includes(String(value)))
      throw new Refusal(422, `Provided value '${String(value)}' for input '${name}' not in the list of allowed values`);
    if (value !== undefined) chosen[name] = String(value);
  }
  return chosen;
}

async function dispatchRepository(c: ApiContext, hosted: Hosted): Promise<Response> {
  const by = admitSignedIn(hosted, c.var.identity, needs.sendDispatch);
  const fields = await readFields(c);
  const action = requiredText(fields, 'RepositoryDispatch', 'event_type');
  if (action.length > 100)
    throw new Refusal(422, 'Invalid request.\n\nevent_type is too long (maximum is 100 characters).');
  const client_payload = fields.object('client_payload') ?? {};
  const given = Object.keys(client_payload).length;
  if (given > 10)
    throw new Refusal(422, `Invalid request.\n\nNo more than 10 properties are allowed; ${given} were supplied.`);
  if (JSON.stringify(client_payload).length > 65_535) throw new Refusal(422, 'client_payload is too large.');
  await announceOnDefault(hosted, by, 'repository_dispatch', { action, branch: hosted.defaultBranch, client_payload });
  return c.body(null, 204);
}

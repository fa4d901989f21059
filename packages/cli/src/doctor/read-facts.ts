import { callsWorker, readCaller, usesActions } from '../caller/caller.ts';
import { readWorkflows } from '../caller/folder-workflows.ts';
import { readProduct } from '../caller/read-product.ts';
import { readRemoteWorkflows } from '../caller/remote-workflows.ts';
import { workflowErrors } from '../caller/workflow-errors.ts';
import { allPages } from '../github-api/all-pages.ts';
import { type RepositoryApi, shaAlone, statusOf } from '../github-api/api.ts';
import { isRateLimit } from '../github-api/explain.ts';
import type { RemoteRepository } from '../repository/remote-address.ts';
import type { Callers, Facts, Policy } from './facts.ts';
import type { Looked } from './finding.ts';

/** Asks GitHub for all that the checks need. A folder of the repository may hold callers that are not there yet. */
export async function readFacts(
  api: RepositoryApi,
  repository: RemoteRepository,
  folder: string | undefined,
): Promise<Facts> {
  const { request, place } = api;
  const look = <T>(permission: string, ask: () => Promise<T>) => lookFor(repository.server, permission, ask);
  const { data } = await request('GET /repos/{owner}/{repo}', place);
  const callers = await look('Contents: read', () => readCallers(api, data.default_branch, folder));
  const calls = callers.kind === 'seen' ? callers.value.files.flatMap((caller) => caller.calls) : [];
  const [states, policy, settings, retentionDays, secrets, labels, assignees, refs, runners, product] =
    await Promise.all([
      look('Actions: read', () => readStates(api)),
      look(administration, () => readPolicy(api)),
      look(administration, () => readSettings(api)),
      look(administration, () => readRetention(api)),
      look('Secrets: read', () => readSecrets(api)),
      look('Issues: read', () =>
        readLabels(
          api,
          calls.flatMap(({ inputs }) => inputs.get('issue-label') || []),
        ),
      ),
      look('Issues: read', () =>
        readAssignees(
          api,
          calls.flatMap(({ inputs }) => (inputs.get('trigger') === 'assignee' ? inputs.get('assignee') || [] : [])),
        ),
      ),
      readRefs(
        api,
        calls.map((call) => `${call.repository}@${call.ref}`),
      ),
      look(administration, () => readRunners(api)),
      readProduct(),
    ]);
  return {
    repository,
    defaultBranch: data.default_branch,
    hasIssues: data.has_issues,
    archived: data.archived,
    ...{ callers, states, policy, settings, retentionDays, secrets, labels, assignees, refs, runners, product },
  };
}

const administration = 'Administration: read (a classic token: repo, of an administrator)';

/** Looks, and tells a refusal apart from everything else that may go wrong. */
async function lookFor<T>(server: string, permission: string, ask: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { kind: 'seen', value: await ask() };
  } catch (error) {
    if ([401, 403, 404].includes(statusOf(error) ?? 0) && !isRateLimit(error)) return unseen(server, permission);
    throw error;
  }
}

const unseen = (server: string, permission: string) => ({
  kind: 'unseen' as const,
  permission,
  link: `${server}/settings/personal-access-tokens/new`,
});

async function readCallers(api: RepositoryApi, branch: string, folder: string | undefined): Promise<Callers> {
  const remote = await readRemoteWorkflows(api, branch);
  const isThere = [...remote.values()].some(callsWorker);
  const here = isThere || folder === undefined ? new Map<string, string>() : await readWorkflows(folder);
  const files = [...(isThere ? remote : here)].filter(([, text]) => callsWorker(text));
  return {
    where: isThere ? 'default-branch' : 'folder',
    files: await Promise.all(
      files.map(async ([path, text]) => readCaller(path, text, await workflowErrors(path, text))),
    ),
    withActions: [...remote].filter(([, text]) => usesActions(text)).map(([path]) => path),
  };
}

async function readStates({ request, place }: RepositoryApi): Promise<ReadonlyMap<string, string>> {
  const route = 'GET /repos/{owner}/{repo}/actions/workflows';
  const workflows = await allPages(async (page) => (await request(route, { ...place, ...page })).data.workflows);
  return new Map(workflows.map(({ path, state }) => [path, state]));
}

async function readPolicy({ request, place }: RepositoryApi): Promise<Policy> {
  const { data } = await request('GET /repos/{owner}/{repo}/actions/permissions', place);
  if (!data.enabled) return { kind: 'off' };
  const pinned = data.sha_pinning_required === true;
  if (data.allowed_actions === 'local_only') return { kind: 'on', allowed: 'local', pinned };
  if (data.allowed_actions !== 'selected') return { kind: 'on', allowed: 'all', pinned };
  const selected = await request('GET /repos/{owner}/{repo}/actions/permissions/selected-actions', place);
  return { kind: 'on', allowed: selected.data.patterns_allowed ?? [], pinned };
}

async function readSettings({ request, place }: RepositoryApi) {
  const { data } = await request('GET /repos/{owner}/{repo}/actions/permissions/workflow', place);
  return {
    mayOpenPulls: data.can_approve_pull_request_reviews,
    grantsWriting: data.default_workflow_permissions === 'write',
  };
}

async function readRetention({ request, place }: RepositoryApi): Promise<number> {
  const { data } = await request('GET /repos/{owner}/{repo}/actions/permissions/artifact-and-log-retention', place);
  return data.days;
}

async function readSecrets({ request, place }: RepositoryApi): Promise<readonly string[]> {
  const [ofOwn, ofOrganization] = [
    'GET /repos/{owner}/{repo}/actions/secrets',
    'GET /repos/{owner}/{repo}/actions/organization-secrets',
  ] as const;
  const own = await allPages(async (page) => (await request(ofOwn, { ...place, ...page })).data.secrets);
  const shared = await allPages(async (page) => (await request(ofOrganization, { ...place, ...page })).data.secrets);
  return [...own, ...shared].map(({ name }) => name);
}

async function readLabels(api: RepositoryApi, names: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  const one = async (name: string) => [name, await isThere(() => readLabel(api, name))] as const;
  return new Map(await Promise.all([...new Set(names)].filter((name) => !name.includes('${{')).map(one)));
}

async function readAssignees(api: RepositoryApi, logins: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  const plain = [...new Set(logins)].filter((login) => !login.includes('${{')).map((login) => login.replace(/^@/, ''));
  const one = async (assignee: string) => [assignee, await isThere(() => readAssignee(api, assignee))] as const;
  return new Map(await Promise.all(plain.map(one)));
}

const readAssignee = ({ request, place }: RepositoryApi, assignee: string) =>
  request('GET /repos/{owner}/{repo}/assignees/{assignee}', { ...place, assignee });

const readLabel = ({ request, place }: RepositoryApi, name: string) =>
  request('GET /repos/{owner}/{repo}/labels/{name}', { ...place, name });

async function readRefs({ request }: RepositoryApi, names: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  const one = async (name: string) => {
    const [, owner = '', repo = '', ref = ''] = /^([^/]+)\/([^@]+)@(.+)$/.exec(name) ?? [];
    const headers = { accept: shaAlone };
    return [
      name,
      await isThere(() => request('GET /repos/{owner}/{repo}/commits/{ref}', { owner, repo, ref, headers })),
    ] as const;
  };
  return new Map(await Promise.all([...new Set(names)].map(one)));
}

async function isThere(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if ([404, 409, 422].includes(statusOf(error) ?? 0)) return false;
    throw error;
  }
}

async function readRunners({ request, place }: RepositoryApi) {
  const route = 'GET /repos/{owner}/{repo}/actions/runners';
  const runners = await allPages(async (page) => (await request(route, { ...place, ...page })).data.runners);
  return runners.map(({ name, labels, status, version }) => ({
    name,
    labels: labels.map((label) => label.name),
    online: status === 'online',
    version: version ?? undefined,
  }));
}

import type { EngineHost, LabEvent, RunRecord } from '../run.ts';

/** The `github` context as far as it is the same for every job of a run. */
export function runGithubContext(host: EngineHost, record: RunRecord, event: LabEvent): Record<string, unknown> {
  const { owner, name, id } = host.repository;
  const repository = `${owner}/${name}`;
  // Events of reviews have neither `head_ref` nor `base_ref`.
  const pull = event.name.startsWith('pull_request_review') ? undefined : recordAt(event.payload, 'pull_request');
  return {
    event: event.payload,
    event_name: event.name,
    repository,
    repository_owner: owner,
    repository_id: String(id),
    repository_owner_id: String(recordAt(recordAt(event.payload, 'repository'), 'owner')?.['id'] ?? ''),
    repositoryUrl: `git://github.com/${repository}.git`,
    run_id: String(record.id),
    run_number: String(record.number),
    run_attempt: String(record.attempt),
    retention_days: '90',
    secret_source: 'Actions',
    actor: record.actor,
    actor_id: String(recordAt(event.payload, 'sender')?.['id'] ?? ''),
    triggering_actor: record.triggeringActor,
    sha: event.sha,
    ref: event.ref,
    ref_name: shortRef(event.ref),
    ref_type: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: false,
    head_ref: textAt(recordAt(pull, 'head'), 'ref'),
    base_ref: textAt(recordAt(pull, 'base'), 'ref'),
    workflow: record.workflowName,
    workflow_ref: `${repository}/${record.path}@${event.ref}`,
    workflow_sha: event.sha,
    server_url: host.server,
    api_url: host.api,
    graphql_url: host.isEnterprise ? `${host.server}/api/graphql` : `${host.api}/graphql`,
  };
}

/** The branch, commit and repository that a run is listed under: those of the pull request's head where there is one. */
export function headOfEvent(event: LabEvent, repository: string): { branch: string; sha: string; repository: string } {
  const head =
    event.name === 'pull_request_target' ? undefined : recordAt(recordAt(event.payload, 'pull_request'), 'head');
  return {
    branch: textAt(head, 'ref') || shortRef(event.ref),
    sha: textAt(head, 'sha') || event.sha,
    repository: textAt(recordAt(head, 'repo'), 'full_name') || repository,
  };
}

/** What GitHub shows as the title of a run without a `run-name`. */
export function eventTitle(event: LabEvent, workflowName: string): string {
  const subject = recordAt(event.payload, 'pull_request') ?? recordAt(event.payload, 'issue');
  const commit = textAt(recordAt(event.payload, 'head_commit'), 'message').split('\n')[0];
  return textAt(subject, 'title') || commit || workflowName;
}

/** `refs/heads/main` → `main`; a pull request's ref keeps its number, as on GitHub. */
function shortRef(ref: string): string {
  return ref.replace(/^refs\/(heads|tags|pull)\//, '');
}

function recordAt(value: unknown, key: string): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const item: unknown = Reflect.get(value, key);
  return typeof item === 'object' && item !== null && !Array.isArray(item)
    ? (item as Record<string, unknown>)
    : undefined;
}

function textAt(value: Readonly<Record<string, unknown>> | undefined, key: string): string {
  const text = value?.[key];
  return typeof text === 'string' ? text : '';
}

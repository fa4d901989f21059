import path from 'node:path';
import { Failure, type ThreadKey } from '@codex-worker/core';

export interface RunFacts {
  readonly repository: { readonly owner: string; readonly name: string; readonly id: number };
  readonly runId: number;
  readonly attempt: number;
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** The caller's workflow file: `.github/workflows/codex.yml` */
  readonly workflowPath: string;
  readonly eventName: string;
  readonly eventPath: string;
  readonly runUrl: string;
  /** As long as the repository keeps artifacts; undefined where the runner does not say. */
  readonly retentionDays: number | undefined;
  readonly temporaryFolder: string;
  readonly workspace: string;
}

/** What the runner says of the run that goes on. */
export function runFacts(env: NodeJS.ProcessEnv = process.env): RunFacts {
  const missing: string[] = [];
  const text = (name: string): string => {
    const value = env[name] ?? '';
    if (value === '') missing.push(name);
    return value;
  };
  const number = (name: string): number => {
    const value = text(name);
    if (value !== '' && !/^\d+$/.test(value)) missing.push(name);
    return Number(value);
  };
  const [owner = '', name = ''] = text('GITHUB_REPOSITORY').split('/');
  const serverUrl = text('GITHUB_SERVER_URL');
  const runId = number('GITHUB_RUN_ID');
  const facts: RunFacts = {
    repository: { owner, name, id: number('GITHUB_REPOSITORY_ID') },
    runId,
    attempt: number('GITHUB_RUN_ATTEMPT'),
    serverUrl,
    apiUrl: text('GITHUB_API_URL'),
    workflowPath: workflowPath(text('GITHUB_WORKFLOW_REF')),
    eventName: text('GITHUB_EVENT_NAME'),
    eventPath: text('GITHUB_EVENT_PATH'),
    runUrl: `${serverUrl}/${owner}/${name}/actions/runs/${runId}`,
    retentionDays: env['GITHUB_RETENTION_DAYS'] ? Number(env['GITHUB_RETENTION_DAYS']) : undefined,
    temporaryFolder: text('RUNNER_TEMP'),
    workspace: text('GITHUB_WORKSPACE'),
  };
  if (missing.length === 0) return facts;
  throw new Failure('input-invalid', {
    what: `The runner does not set ${missing.join(', ')} as GitHub's does.`,
    fix: 'Run the action on a GitHub Actions runner of version 2.336 or later.',
  });
}

/** From `owner/repo/.github/workflows/codex.yml@refs/heads/main`. */
function workflowPath(reference: string): string {
  return reference.split('/').slice(2).join('/').split('@')[0] ?? '';
}

/** `owner/name` */
export function fullName({ owner, name }: { readonly owner: string; readonly name: string }): string {
  return `${owner}/${name}`;
}

/** Where the actions of a job pass work to each other, unless an input says otherwise. */
export function defaultStateDirectory(run: RunFacts, thread: ThreadKey): string {
  return path.join(run.temporaryFolder, 'codex-worker', thread);
}

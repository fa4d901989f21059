import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabGitHub } from '../github/lab-github.ts';
import type { LabEvent, Permissions, RunRecord } from '../run.ts';
import { sharedToolCache } from '../tool-cache.ts';
import { runAction, type Transcript, type UseOptions } from './run-action.ts';
import { recordJob } from './run-on-record.ts';

export interface JobWish {
  readonly name: string;
  readonly permissions: Permissions;
}

/** A machine on which a job's steps run, one after the other. */
export interface StageJob {
  readonly github: LabGitHub;
  readonly run: RunRecord;
  readonly temp: string;
  readonly workspace: string;
  readonly token: string;
  /** What the runner puts into the environment of every action. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder of everything on the stage, which transcripts leave out. */
  readonly folder: string;
  /** The folder whose actions run. */
  readonly product: string;
  /** Runs an action as a step. */
  use(action: string, inputs: Readonly<Record<string, string>>, options?: UseOptions): Promise<Transcript>;
}

interface JobPlace {
  readonly github: LabGitHub;
  readonly folder: string;
  readonly product: string;
  readonly run: RunRecord;
  readonly event: LabEvent;
}

/** Prepares the folders and tokens of a job. */
export async function createJob(place: JobPlace, wish: JobWish): Promise<StageJob> {
  const { github, folder, product, run, event } = place;
  const record = recordJob(run, { name: wish.name, status: 'in_progress', conclusion: null, completedAt: null });
  const identity = { runId: run.id, jobId: record.id, name: wish.name };
  const root = path.join(folder, 'jobs', `${record.id}`);
  const { name } = github.repository;
  const [temp, workspace] = [path.join(root, '_temp'), path.join(root, name, name)];
  // What a person's shell prints as it starts would be in the transcript.
  const home = path.join(root, 'home');
  const eventFile = path.join(temp, '_github_workflow', 'event.json');
  await mkdir(path.dirname(eventFile), { recursive: true });
  await mkdir(workspace, { recursive: true });
  await mkdir(home);
  await writeFile(eventFile, JSON.stringify(event.payload));
  const token = github.mintJobToken(wish.permissions, identity);
  const runtimeToken = github.mintRuntimeToken(identity);
  const environment = {
    ...machineEnvironment(),
    HOME: home,
    ...githubVariables(github, run, event),
    GITHUB_JOB: wish.name,
    GITHUB_EVENT_PATH: eventFile,
    GITHUB_WORKSPACE: workspace,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: sharedToolCache(),
    ACTIONS_RUNTIME_TOKEN: runtimeToken,
    ACTIONS_RUNTIME_URL: `${github.api}/`,
    ACTIONS_RESULTS_URL: `${github.api}/`,
    ACTIONS_CACHE_SERVICE_V2: 'true',
  };
  const job = { github, run, temp, workspace, token, environment, folder, product };
  return { ...job, use: (action, inputs, options = {}) => runAction(job, action, inputs, options) };
}

/** What a runner's machine has: nothing of the shell that started the tests. */
function machineEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', CI: 'true' };
}

function githubVariables(github: LabGitHub, run: RunRecord, event: LabEvent): Record<string, string> {
  const { owner, name, id } = github.repository;
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTION_REPOSITORY: 'codex-worker/codex-worker',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_ACTOR: event.actor,
    GITHUB_TRIGGERING_ACTOR: event.actor,
    GITHUB_API_URL: github.api,
    GITHUB_GRAPHQL_URL: `${github.api}/graphql`,
    GITHUB_SERVER_URL: github.server,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_REF: event.ref,
    GITHUB_REF_NAME: event.ref.replace(/^refs\/heads\//, ''),
    GITHUB_REF_TYPE: 'branch',
    GITHUB_SHA: event.sha,
    GITHUB_REPOSITORY: `${owner}/${name}`,
    GITHUB_REPOSITORY_ID: String(id),
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_WORKFLOW: run.workflowName,
    GITHUB_WORKFLOW_REF: `${owner}/${name}/${run.path}@${event.ref}`,
    GITHUB_WORKFLOW_SHA: event.sha,
  };
}

import { parseDocument } from 'yaml';
import type { LabEvent, RunRecord } from '../run.ts';
import { dispatchInputs, withDispatchDefaults } from './dispatch-inputs.ts';
import { evaluateText } from './expressions.ts';
import { timestamp } from './records.ts';
import type { Lab } from './run-context.ts';
import { eventTitle, headOfEvent, runGithubContext } from './run-contexts.ts';
import type { WorkflowSource } from './sources.ts';
import { type LoadedWorkflow, loadWorkflow, parseWorkflowFile, StartupFailure } from './startup.ts';
import type { Tree } from './tree.ts';
import { startsFor } from './triggers.ts';
import type { Workflow } from './workflow.ts';

/** A workflow file that an event starts. */
export interface StartingRun {
  readonly source: WorkflowSource;
  readonly event: LabEvent;
  readonly workflow: Workflow | undefined;
  readonly failure: StartupFailure | undefined;
}

/** A run, not yet under way; without a loaded workflow it has failed at startup. */
export interface NewRun {
  readonly record: RunRecord;
  readonly event: LabEvent;
  readonly loaded: LoadedWorkflow | undefined;
}

const folder = '.github/workflows';

/** The workflow files, as they are in the event's commit, that this event starts. */
export async function startingRuns(lab: Lab, event: LabEvent): Promise<readonly StartingRun[]> {
  const files = await lab.host.listFiles(event.sha, folder);
  const paths = files
    .map((file) => (file.startsWith(`${folder}/`) ? file : `${folder}/${file}`))
    .filter((file) => /\.ya?ml$/.test(file));
  const starting = await Promise.all(paths.toSorted().map((path) => startingRun(lab, event, path)));
  return starting.filter((run) => run !== undefined);
}

async function startingRun(lab: Lab, event: LabEvent, path: string): Promise<StartingRun | undefined> {
  const content = (await lab.host.readFile(event.sha, path)) ?? '';
  const source: WorkflowSource = { ...lab.sources.hosted(event.ref, event.sha), path };
  try {
    const workflow = await parseWorkflowFile(source, content, lab.host.isEnterprise);
    if (!startsFor(workflow.on, event, path)) return undefined;
    return { source, event: withDispatchDefaults(event, workflow), workflow, failure: undefined };
  } catch (error) {
    if (!(error instanceof StartupFailure)) throw error;
    return mayStart(content, event, path) ? { source, event, workflow: undefined, failure: error } : undefined;
  }
}

/** Makes the record of a run and loads all that it calls. */
export async function createRun(lab: Lab, starting: StartingRun, id: { id: number; number: number }): Promise<NewRun> {
  const { source, event, workflow } = starting;
  const record = newRecord(lab, starting, id);
  try {
    if (workflow === undefined) throw starting.failure ?? new StartupFailure(`Invalid workflow file: ${source.path}`);
    const loaded = await loadWorkflow(lab.sources, source, workflow);
    record.referencedWorkflows.push(...referenced(loaded));
    return { record, event, loaded };
  } catch (error) {
    if (!(error instanceof StartupFailure)) throw error;
    record.status = 'completed';
    record.conclusion = 'startup_failure';
    record.log = `##[error]${error.message}\n`;
    lab.options.onProgress?.({ kind: 'run-started', run: record });
    lab.options.onProgress?.({ kind: 'run-ended', run: record });
    return { record, event, loaded: undefined };
  }
}

function newRecord(
  lab: Lab,
  { source, event, workflow }: StartingRun,
  { id, number }: { id: number; number: number },
): RunRecord {
  const now = timestamp();
  const head = headOfEvent(event, source.repository);
  const workflowName = workflow?.name ?? source.path;
  const record: RunRecord = {
    id,
    number,
    attempt: 1,
    path: source.path,
    workflowName,
    displayTitle: '',
    event: event.name,
    headBranch: head.branch,
    headSha: head.sha,
    headRepository: head.repository,
    actor: event.actor,
    triggeringActor: event.actor,
    referencedWorkflows: [],
    status: 'queued',
    conclusion: null,
    createdAt: now,
    startedAt: now,
    updatedAt: now,
    jobs: [],
    payload: event.payload,
    log: '',
  };
  return { ...record, displayTitle: runTitle(lab, record, event, workflow) };
}

function runTitle({ host }: Lab, record: RunRecord, event: LabEvent, workflow: Workflow | undefined): string {
  if (workflow === undefined) return record.path;
  const contexts = {
    github: runGithubContext(host, record, event),
    inputs: dispatchInputs(event, workflow),
    vars: Object.fromEntries(host.variables),
  };
  return evaluateText(workflow.runName, { contexts }) || eventTitle(event, record.workflowName);
}

function referenced(loaded: LoadedWorkflow): RunRecord['referencedWorkflows'] {
  return [...loaded.calls.values()].flatMap((called) => {
    const { repository, path, ref, sha } = called.source;
    return [{ path: `${repository}/${path}@${ref}`, sha, ref }, ...referenced(called)];
  });
}

/** Whether an invalid file would have started: GitHub shows its error as a run. One with no readable `on:` always does. */
function mayStart(content: string, event: LabEvent, path: string): boolean {
  const document = parseDocument(content);
  if (document.errors.length > 0) return true;
  const root: unknown = document.toJS();
  const on: unknown = typeof root === 'object' && root !== null ? Reflect.get(root, 'on') : undefined;
  return on === undefined || startsFor(plainTree(on), event, path);
}

function plainTree(value: unknown): Tree {
  const at = { line: 0, column: 0 };
  if (Array.isArray(value)) return { kind: 'sequence', items: value.map(plainTree), at };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => ({ key, value: plainTree(item) }));
    return { kind: 'mapping', entries, at };
  }
  return { kind: 'literal', value: typeof value === 'string' ? value : null, at };
}

import type { Permissions } from '../run.ts';
import { fileParser } from './parser.ts';
import { defaultPermissions, exceeding } from './permissions.ts';
import { parseReference, type Source, type Sources, type WorkflowSource } from './sources.ts';
import { child, entriesOf, literalText, type Tree } from './tree.ts';
import { type CallJob, decodeWorkflow, type Workflow } from './workflow.ts';

/** A workflow with all that it calls, checked as GitHub checks it before the first job. */
export interface LoadedWorkflow {
  readonly source: WorkflowSource;
  readonly workflow: Workflow;
  /** Permissions of each job, by job id. For a job that calls: what it grants. */
  readonly permissions: ReadonlyMap<string, Permissions>;
  readonly calls: ReadonlyMap<string, LoadedWorkflow>;
}

/** Why a run ends before its first job. */
export class StartupFailure extends Error {
  override readonly name = 'StartupFailure';
}

// GitHub's limit: the caller and nine levels below it.
const maximumDepth = 10;

/** Loads the workflow of a run; throws a `StartupFailure` in GitHub's words. */
export async function loadWorkflow(
  sources: Sources,
  source: WorkflowSource,
  workflow: Workflow,
): Promise<LoadedWorkflow> {
  return load({ sources, depth: 1, allowed: undefined }, source, workflow);
}

/** Parses one workflow file; throws a `StartupFailure` that names line and column. */
export async function parseWorkflowFile(
  source: WorkflowSource,
  content: string,
  isEnterprise: boolean,
): Promise<Workflow> {
  const parsed = await (await fileParser()).workflow(source.path, content);
  const queues = isEnterprise ? unknownQueues : queueConflicts;
  const errors = parsed.kind === 'invalid' ? parsed.errors : queues(source.path, parsed.tree);
  if (parsed.kind === 'invalid' || errors.length > 0) {
    throw new StartupFailure(`Invalid workflow file: ${source.path}\n${errors.join('\n')}`);
  }
  return decodeWorkflow(parsed.tree);
}

interface Loading {
  readonly sources: Sources;
  readonly depth: number;
  /** What the calling job grants; undefined at the top. */
  readonly allowed: Permissions | undefined;
}

async function load(loading: Loading, source: WorkflowSource, workflow: Workflow): Promise<LoadedWorkflow> {
  const permissions = jobPermissions(loading, workflow);
  const calls = new Map<string, LoadedWorkflow>();
  for (const job of workflow.jobs) {
    if (job.kind !== 'call') continue;
    const allowed = permissions.get(job.id) ?? {};
    calls.set(job.id, await loadCalled({ ...loading, depth: loading.depth + 1, allowed }, source, job));
  }
  return { source, workflow, permissions, calls };
}

async function loadCalled(loading: Loading, caller: WorkflowSource, job: CallJob): Promise<LoadedWorkflow> {
  const fail = (reason: string): never => {
    const place = `${caller.path} (Line: ${job.at.line}, Col: ${job.at.column})`;
    throw new StartupFailure(`The workflow is not valid. ${place}: Error calling workflow '${job.uses}'. ${reason}`);
  };
  if (loading.depth > maximumDepth) fail(`The nesting of called workflows exceeds ${maximumDepth} levels.`);
  const misplaced = misplacedWorkflow(job.uses);
  if (misplaced !== undefined) fail(`invalid value workflow reference: ${misplaced}`);
  const source = await findCalled(loading.sources, caller, job.uses);
  const content = source === undefined ? undefined : await loading.sources.read(source, source.path);
  if (source === undefined || content === undefined) return fail('The workflow was not found.');
  const workflow = await parseWorkflowFile(source, content, loading.sources.isEnterprise);
  const mismatch = callMismatch(job, workflow) ?? permissionMismatch(workflow, loading.allowed ?? {});
  if (mismatch !== undefined) fail(mismatch);
  return load(loading, source, workflow);
}

/** What is wrong with where a call looks for its workflow, in GitHub's words; the parser takes any text. */
function misplacedWorkflow(uses: string): string | undefined {
  const reference = parseReference(uses);
  if (reference.kind === 'unreadable') return 'no version specified';
  if (reference.kind !== 'remote' && uses.includes('@')) return 'cannot specify version when calling local workflows';
  const inside = /^\.github\/workflows\/(.*)$/.exec(reference.path)?.[1];
  if (inside === undefined) return "references to workflows must be rooted in '.github/workflows'";
  return inside.includes('/')
    ? 'workflows must be defined at the top level of the .github/workflows/ directory'
    : undefined;
}

async function findCalled(sources: Sources, caller: WorkflowSource, uses: string): Promise<WorkflowSource | undefined> {
  const reference = parseReference(uses);
  if (reference.kind === 'unreadable') return undefined;
  // A local path means the repository that defines the calling file, wherever the run belongs.
  if (reference.kind !== 'remote') return { ...caller, path: reference.path };
  const source: Source | undefined = await sources.named(reference.repository, reference.ref);
  return source === undefined ? undefined : { ...source, path: reference.path };
}

function jobPermissions(loading: Loading, workflow: Workflow): Map<string, Permissions> {
  const inherited = workflow.permissions ?? loading.allowed ?? defaultPermissions;
  return new Map(workflow.jobs.map((job) => [job.id, job.permissions ?? inherited]));
}

function permissionMismatch(workflow: Workflow, allowed: Permissions): string | undefined {
  const whole = exceeding(workflow.permissions ?? {}, allowed);
  if (whole !== undefined) return `The workflow ${whole}`;
  for (const job of workflow.jobs) {
    const nested = exceeding(job.permissions ?? {}, allowed);
    if (nested !== undefined) return `The nested job '${job.id}' ${nested}`;
  }
  return undefined;
}

/** Inputs and secrets that the caller leaves out, invents or spells with the wrong type. */
function callMismatch(job: CallJob, { call }: Workflow): string | undefined {
  if (call === undefined) return "The workflow is not reusable as it is missing a 'on.workflow_call' trigger.";
  const given = new Map(entriesOf(job.with).map(({ key, value }) => [key.toLowerCase(), value]));
  for (const input of call.inputs) {
    const value = given.get(input.name.toLowerCase());
    if (value === undefined && input.required)
      return `Input ${input.name} is required, but not provided while calling.`;
    if (value?.kind === 'literal' && !fits(value.value, input.type)) {
      return `Input ${input.name} must be a ${input.type}: Unexpected value '${String(value.value)}'.`;
    }
  }
  const declaredInputs = call.inputs.map((input) => input.name.toLowerCase());
  const unknownInput = entriesOf(job.with).find(({ key }) => !declaredInputs.includes(key.toLowerCase()));
  if (unknownInput !== undefined)
    return `Invalid input, ${unknownInput.key} is not defined in the referenced workflow.`;
  return secretMismatch(job, call.secrets);
}

function secretMismatch(
  job: CallJob,
  declared: readonly { readonly name: string; readonly required: boolean }[],
): string | undefined {
  if (literalText(job.secrets) === 'inherit') return undefined;
  const given = entriesOf(job.secrets).map(({ key }) => key);
  const missing = declared.find(({ name, required }) => required && !includesName(given, name));
  if (missing !== undefined) return `Secret ${missing.name} is required, but not provided while calling.`;
  const unknown = given.find(
    (name) =>
      !includesName(
        declared.map((secret) => secret.name),
        name,
      ),
  );
  return unknown === undefined ? undefined : `Invalid secret, ${unknown} is not defined in the referenced workflow.`;
}

function includesName(names: readonly string[], wanted: string): boolean {
  return names.some((name) => name.toLowerCase() === wanted.toLowerCase());
}

/** Whether a value may stand for an input of this type; numbers and booleans also read as strings. */
export function fits(value: unknown, type: string): boolean {
  if (type === 'boolean' || type === 'number') return typeof value === type;
  return typeof value !== 'object';
}

/** GitHub Enterprise Server does not know the key at all. */
function unknownQueues(file: string, tree: Tree): readonly string[] {
  return concurrenciesOf(tree).flatMap((concurrency) => {
    const queue = entriesOf(concurrency).find(({ key }) => key === 'queue')?.value.at;
    return queue ? [`${file} (Line: ${queue.line}, Col: ${queue.column}): Unexpected value 'queue'`] : [];
  });
}

const concurrenciesOf = (tree: Tree): readonly (Tree | undefined)[] =>
  [tree, ...entriesOf(child(tree, 'jobs')).map(({ value }) => value)].map((owner) => child(owner, 'concurrency'));

/** GitHub refuses a queue that also cancels what runs; the parser does not know the rule. */
function queueConflicts(file: string, tree: Tree): readonly string[] {
  const jobs = entriesOf(child(tree, 'jobs')).map(({ value }) => value);
  return [tree, ...jobs].flatMap((owner) => {
    const concurrency = child(owner, 'concurrency');
    const isMax = literalText(child(concurrency, 'queue')) === 'max';
    if (concurrency === undefined || !isMax || literalText(child(concurrency, 'cancel-in-progress')) !== 'true')
      return [];
    const { line, column } = concurrency.at;
    return [`${file} (Line: ${line}, Col: ${column}): 'queue: max' cannot be combined with 'cancel-in-progress: true'`];
  });
}

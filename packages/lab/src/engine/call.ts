import type { Cancellation } from './cancellation.ts';
import { type Claim, groupKey, readConcurrency } from './concurrency.ts';
import { type Environment, evaluateText, evaluateTexts, evaluateTree } from './expressions.ts';
import { combinedResult, type JobOutcome, type RunContext, type Scope } from './run-context.ts';
import { fits, type LoadedWorkflow } from './startup.ts';
import { entriesOf, literalText, type Tree } from './tree.ts';
import type { CallJob, InputDeclaration } from './workflow.ts';

/** A job that calls a reusable workflow, about to do so. */
export interface Call {
  readonly run: RunContext;
  readonly scope: Scope;
  readonly job: CallJob;
  /** Full name of the calling job. */
  readonly name: string;
  readonly held: readonly string[];
  readonly cancellation: Cancellation;
  readonly environment: Environment;
  readonly executeJobs: (run: RunContext, scope: Scope) => Promise<ReadonlyMap<string, JobOutcome>>;
}

/** Runs the called workflow; its own `concurrency` is held while its jobs run. */
export async function callWorkflow(call: Call): Promise<JobOutcome> {
  const { run, job, name, scope, environment, cancellation } = call;
  const loaded = scope.loaded.calls.get(job.id);
  if (loaded === undefined) throw new Error(`The workflow that '${job.id}' calls was not loaded.`);
  const inputs = callInputs(loaded, job, environment, run);
  const called: Scope = {
    loaded,
    inputs,
    secrets: callSecrets(job, environment, scope),
    prefix: `${name} / `,
    path: `${scope.path}${job.id}/`,
    held: call.held,
    cancellation,
  };
  const claim = await claimOwnGroup(call, called);
  if (claim !== undefined && claim.kind !== 'held') return { result: 'cancelled', outputs: {} };
  try {
    const jobs = await call.executeJobs(run, called);
    const result = combinedResult([...jobs.values()].map((outcome) => outcome.result));
    return { result, outputs: outputsOf(run, called, jobs) };
  } finally {
    claim?.release();
  }
}

async function claimOwnGroup({ run, name, cancellation }: Call, called: Scope): Promise<Claim | undefined> {
  const vars = Object.fromEntries(run.lab.host.variables);
  const contexts = { github: run.github, inputs: called.inputs, vars };
  const request = readConcurrency(called.loaded.workflow.concurrency, { contexts });
  if (request === undefined) return undefined;
  if (called.held.some((group) => groupKey(group) === groupKey(request.group))) {
    run.cancellation.request();
    throw new Error(
      `Canceling since a deadlock for concurrency group '${request.group}' was detected between 'top level workflow' and '${name}'`,
    );
  }
  const claimant = {
    runId: run.record.id,
    job: name,
    lease: 'workflow' as const,
    stop: () => cancellation.request(),
    cancelled: cancellation.requested,
  };
  return run.lab.groups.claim(request, claimant);
}

function callInputs(
  loaded: LoadedWorkflow,
  job: CallJob,
  environment: Environment,
  run: RunContext,
): Record<string, unknown> {
  const given = new Map(entriesOf(job.with).map(({ key, value }) => [key.toLowerCase(), value]));
  const vars = Object.fromEntries(run.lab.host.variables);
  const defaults: Environment = { contexts: { github: run.github, inputs: {}, vars } };
  const declared = loaded.workflow.call?.inputs ?? [];
  return Object.fromEntries(
    declared.map((input) => {
      const value = given.get(input.name.toLowerCase());
      return [
        input.name,
        value === undefined ? inputValue(input, input.default, defaults) : inputValue(input, value, environment),
      ];
    }),
  );
}

/** The typed value of an input; a wrong type fails the calling job, as on GitHub. */
export function inputValue(input: InputDeclaration, tree: Tree | undefined, environment: Environment): unknown {
  if (tree === undefined) return { boolean: false, number: 0 }[input.type] ?? '';
  const value = evaluateTree(tree, environment);
  if (!fits(value, input.type)) {
    throw new Error(
      `Input '${input.name}' must be a ${input.type}, and its value is '${String(value)}'. Convert it with fromJSON().`,
    );
  }
  return input.type === 'boolean' || input.type === 'number' ? value : evaluateText(tree, environment);
}

function callSecrets(job: CallJob, environment: Environment, scope: Scope): Record<string, string> {
  if (literalText(job.secrets) === 'inherit') return scope.secrets;
  return evaluateTexts(job.secrets, environment);
}

/** What a called workflow hands to its caller; jobs that failed still have their outputs. */
function outputsOf(run: RunContext, scope: Scope, jobs: ReadonlyMap<string, JobOutcome>): Record<string, string> {
  const contexts = {
    github: run.github,
    inputs: scope.inputs,
    vars: Object.fromEntries(run.lab.host.variables),
    jobs: Object.fromEntries(jobs),
  };
  const declared = scope.loaded.workflow.call?.outputs ?? [];
  return Object.fromEntries(declared.map(({ name, value }) => [name, evaluateText(value, { contexts })]));
}

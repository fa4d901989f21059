import { readFile } from 'node:fs/promises';
import { type Call, type Caller, readCaller } from '../caller/caller.ts';
import { readWorkflows } from '../caller/folder-workflows.ts';
import { workflowErrors } from '../caller/workflow-errors.ts';
import { Misuse } from '../misuse.ts';
import { Refusal } from '../refusal.ts';
import { repositoryRoot } from '../repository/working-copy.ts';

/** The job that would be run for an event. */
export interface ChosenCaller {
  readonly path: string;
  readonly call: Call;
  /** Whether its workflow listens to the event. */
  readonly listens: boolean;
}

interface Wanted {
  readonly workflow: string | undefined;
  readonly job: string | undefined;
  /** Where it is looked for if no file is named. */
  readonly folder: string;
  readonly event: { readonly name: string; readonly action: string | undefined };
}

/** Finds the job that calls the worker for an event; undefined where no workflow of the folder calls it. */
export async function chooseCaller(wanted: Wanted): Promise<ChosenCaller | undefined> {
  const all = (await readCallers(wanted)).flatMap((caller) => callsOf(caller, wanted));
  const [first, ...others] = all;
  if (first === undefined || others.length === 0) return first;
  const [listening, ...more] = all.filter(({ listens }) => listens);
  if (listening === undefined || more.length === 0) return listening ?? first;
  const names = [listening, ...more].map(({ path, call }) => `the job ${call.job} of ${path}`).join(' and ');
  throw new Misuse(`Of this event, ${names} would hear. Name one with --workflow and --job.`);
}

async function readCallers({ workflow, job, folder }: Wanted): Promise<readonly Caller[]> {
  const texts = workflow === undefined ? await workflowsOf(folder) : new Map([[workflow, await read(workflow)]]);
  const callers = [...texts]
    .map(([path, text]) => ({ text, caller: readCaller(path, text, []) }))
    .filter(({ caller }) => caller.calls.some(isRouting));
  if (workflow !== undefined && callers.length === 0) await refuse(workflow, texts.get(workflow) ?? '');
  for (const { caller, text } of callers) await refuseBroken(caller.path, text);
  const found = callers.map(({ caller }) => caller);
  if (job !== undefined && !found.some(({ calls }) => calls.some((call) => call.job === job))) {
    throw new Misuse(`No workflow has a job "${job}" that calls the worker. ${jobsOf(found)}`);
  }
  return found;
}

const isRouting = ({ workflow }: Call): boolean => workflow === 'codex-worker.yml';

/** A folder that is no repository may have workflows all the same. */
async function workflowsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  try {
    return await readWorkflows((await repositoryRoot(folder)) ?? folder);
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.message, 2) : error;
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Misuse(
      `The workflow "${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

async function refuse(path: string, text: string): Promise<never> {
  await refuseBroken(path, text);
  throw new Misuse(
    `No job of "${path}" calls codex-worker.yml. Name the workflow that does, or write one: codex-worker init.`,
  );
}

/** GitHub starts no run of such a file. */
async function refuseBroken(path: string, text: string): Promise<void> {
  const [error] = await workflowErrors(path, text);
  if (error === undefined) return;
  throw new Misuse(`GitHub does not accept ${error.startsWith(path) ? error : `${path}: ${error}`}. Mend that place.`);
}

function jobsOf(callers: readonly Caller[]): string {
  const jobs = callers.flatMap(({ calls }) => calls.filter(isRouting).map((call) => call.job));
  return jobs.length === 0 ? 'Name the workflow with --workflow.' : `Those that do: ${jobs.join(', ')}.`;
}

function callsOf({ path, calls, events }: Caller, { job, event }: Wanted): readonly ChosenCaller[] {
  const types = events.get(event.name);
  const hears = types === undefined || event.action === undefined || types.includes(event.action);
  return calls
    .filter((call) => isRouting(call) && (job === undefined || call.job === job))
    .map((call) => ({ path, call, listens: events.has(event.name) && hears }));
}

import { parse } from 'yaml';

/** One input of `workflow_dispatch`. */
export interface DispatchInput {
  readonly required: boolean;
  readonly fallback: string | undefined;
  readonly options: readonly string[] | undefined;
}

/** What dispatches and schedules need to know of a workflow file. */
export interface Dispatchable {
  readonly name: string | undefined;
  /** Undefined when the workflow cannot be dispatched. */
  readonly inputs: ReadonlyMap<string, DispatchInput> | undefined;
  /** The cron expressions of `schedule`. */
  readonly schedules: readonly string[];
}

/** Reads a workflow's name and the triggers that are no events of the repository; a file that is not YAML has none. */
export function parseWorkflow(text: string): Dispatchable {
  const root = record(safely(text));
  const triggers = root['on'];
  const names =
    typeof triggers === 'string' ? [triggers] : Array.isArray(triggers) ? triggers : Object.keys(record(triggers));
  const name = typeof root['name'] === 'string' ? root['name'] : undefined;
  const schedules = cronsOf(record(triggers)['schedule']);
  if (!names.includes('workflow_dispatch')) return { name, inputs: undefined, schedules };
  const inputs = record(record(record(triggers)['workflow_dispatch'])['inputs']);
  return {
    name,
    schedules,
    inputs: new Map(Object.entries(inputs).map(([input, value]) => [input, dispatchInput(record(value))])),
  };
}

function cronsOf(entries: unknown): readonly string[] {
  if (!Array.isArray(entries)) return [];
  return entries.map((entry) => record(entry)['cron']).filter((cron) => typeof cron === 'string');
}

function safely(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function dispatchInput(input: Readonly<Record<string, unknown>>): DispatchInput {
  const { default: fallback, options, required } = input;
  return {
    required: required === true,
    fallback: fallback === undefined || fallback === null ? undefined : String(fallback),
    options: Array.isArray(options) ? options.map(String) : undefined,
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

import { parse } from 'yaml';

/** A workflow that calls the worker. */
export interface Caller {
  readonly path: string;
  /** What GitHub's parser has against it. */
  readonly errors: readonly string[];
  /** Its events; with the activity types of each, where they are named. */
  readonly events: ReadonlyMap<string, readonly string[] | undefined>;
  readonly calls: readonly Call[];
}

/** A job that calls a reusable workflow of the product. */
export interface Call {
  readonly job: string;
  /** `owner/name` of the product. */
  readonly repository: string;
  /** File of the reusable workflow. */
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: ReadonlyMap<string, string>;
  /** Secrets that it passes: by name, and the secret that each is filled from, where that can be told. */
  readonly secrets: 'inherit' | ReadonlyMap<string, string | undefined>;
  readonly permissions: Grant;
  /** Its `if:`; undefined where it has none. */
  readonly condition: string | undefined;
}

/** What a job grants: by name, all of it, or what the repository's setting says. */
export type Grant = Readonly<Record<string, string>> | 'read-all' | 'write-all' | 'unsaid';

const calledWorkflow = /^([\w.-]+\/[\w.-]+)\/\.github\/workflows\/(codex-worker(?:-drain|-sweep)?\.yml)@(.+)$/;

/** Whether a workflow calls the worker, valid or not. */
export function callsWorker(text: string): boolean {
  return /^[^#]*\/\.github\/workflows\/codex-worker(?:-drain|-sweep)?\.yml@/m.test(text);
}

/** Whether a workflow uses single actions of the product. */
export function usesActions(text: string): boolean {
  return /^[^#]*\/codex-worker\/actions\/[\w-]+@/m.test(text);
}

/** Reads a caller. What the parser has against it is found elsewhere; what cannot be read is left out. */
export function readCaller(path: string, text: string, errors: readonly string[]): Caller {
  const root = recordOf(parsed(text));
  const calls = Object.entries(recordOf(root['jobs'])).flatMap(([job, body]) => {
    const call = readCall(job, recordOf(body), root['permissions']);
    return call === undefined ? [] : [call];
  });
  return { path, errors, events: eventsOf(root['on']), calls };
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

function readCall(job: string, body: Readonly<Record<string, unknown>>, ofWorkflow: unknown): Call | undefined {
  const [, repository, workflow, ref] = calledWorkflow.exec(String(body['uses'])) ?? [];
  if (repository === undefined || workflow === undefined || ref === undefined) return undefined;
  return {
    job,
    repository,
    workflow,
    ref,
    inputs: new Map(Object.entries(recordOf(body['with'])).map(([name, value]) => [name, String(value ?? '')])),
    secrets: body['secrets'] === 'inherit' ? 'inherit' : secretsOf(body['secrets']),
    permissions: grantOf('permissions' in body ? body['permissions'] : ofWorkflow),
    condition: body['if'] === undefined ? undefined : String(body['if']),
  };
}

function secretsOf(passed: unknown): ReadonlyMap<string, string | undefined> {
  return new Map(
    Object.entries(recordOf(passed)).map(([name, value]) => {
      const [, secret] = /^\s*\$\{\{\s*secrets\.([\w-]+)\s*\}\}\s*$/.exec(String(value)) ?? [];
      return [name, secret?.toUpperCase()];
    }),
  );
}

function grantOf(permissions: unknown): Grant {
  if (permissions === undefined) return 'unsaid';
  if (permissions === 'read-all' || permissions === 'write-all') return permissions;
  return Object.fromEntries(Object.entries(recordOf(permissions)).map(([name, access]) => [name, String(access)]));
}

function eventsOf(on: unknown): Caller['events'] {
  if (typeof on === 'string') return new Map([[on, undefined]]);
  if (Array.isArray(on)) return new Map(on.map((event) => [String(event), undefined]));
  return new Map(
    Object.entries(recordOf(on)).map(([event, body]) => {
      const types = recordOf(body)['types'];
      return [event, types === undefined ? undefined : [types].flat().map(String)];
    }),
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

import type { LabEvent } from '../run.ts';
import { matchesFilter } from './glob.ts';
import { child, type Tree, textList } from './tree.ts';

// Every other event starts for all of its activity types.
const defaultTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
};

/** The events that a job's own token may cause to start runs. */
export const dispatchEvents: readonly string[] = ['workflow_dispatch', 'repository_dispatch'];

/** Whether the `on:` of the workflow file at `path` names this event, with its types and branches. */
export function startsFor(on: Tree | undefined, event: LabEvent, path: string): boolean {
  const filter = filterFor(on, event.name);
  if (filter.kind === 'absent') return false;
  return isAskedFor(event, path) && typeMatches(filter.tree, event) && refMatches(filter.tree, event);
}

type Filter = { readonly kind: 'absent' } | { readonly kind: 'present'; readonly tree: Tree | undefined };

function filterFor(on: Tree | undefined, event: string): Filter {
  if (on?.kind === 'mapping') {
    const entry = on.entries.find(({ key }) => key === event);
    return entry === undefined ? { kind: 'absent' } : { kind: 'present', tree: entry.value };
  }
  return textList(on).includes(event) ? { kind: 'present', tree: undefined } : { kind: 'absent' };
}

/** A manual dispatch and a schedule name one workflow; the others that listen for such events stay still. */
function isAskedFor(event: LabEvent, path: string): boolean {
  const workflow = event.payload['workflow'];
  const names = event.name === 'workflow_dispatch' || event.name === 'schedule';
  if (!names || typeof workflow !== 'string') return true;
  return workflow === path || path.endsWith(`/${workflow}`);
}

function typeMatches(filter: Tree | undefined, event: LabEvent): boolean {
  const declared = textList(child(filter, 'types'));
  const types = declared.length > 0 ? declared : defaultTypes[event.name];
  if (types === undefined) return true;
  const action = event.payload['action'];
  return typeof action === 'string' && types.includes(action);
}

function refMatches(filter: Tree | undefined, event: LabEvent): boolean {
  if (event.name === 'push') return pushMatches(filter, event.ref);
  if (event.name === 'workflow_run') return runMatches(filter, event);
  const base = baseBranch(event);
  if (!event.name.startsWith('pull_request') || base === undefined) return true;
  return listMatches(child(filter, 'branches'), child(filter, 'branches-ignore'), base);
}

/** A workflow follows those that it names, and, where it names branches, their runs on those alone. */
function runMatches(filter: Tree | undefined, event: LabEvent): boolean {
  const run = event.payload['workflow_run'];
  if (typeof run !== 'object' || run === null) return false;
  const [name, branch] = [Reflect.get(run, 'name'), Reflect.get(run, 'head_branch')].map(String);
  const follows = textList(child(filter, 'workflows')).includes(name ?? '');
  return follows && listMatches(child(filter, 'branches'), child(filter, 'branches-ignore'), branch ?? '');
}

function pushMatches(filter: Tree | undefined, ref: string): boolean {
  const branches = [child(filter, 'branches'), child(filter, 'branches-ignore')] as const;
  const tags = [child(filter, 'tags'), child(filter, 'tags-ignore')] as const;
  const isTag = ref.startsWith('refs/tags/');
  const [own, other] = isTag ? [tags, branches] : [branches, tags];
  // A push filter that speaks only of branches ignores tags, and the other way round.
  if (own.every((list) => list === undefined)) return other.every((list) => list === undefined);
  return listMatches(own[0], own[1], ref.replace(/^refs\/(heads|tags)\//, ''));
}

function listMatches(only: Tree | undefined, ignore: Tree | undefined, value: string): boolean {
  if (only !== undefined) return matchesFilter(textList(only), value);
  return ignore === undefined || !matchesFilter(textList(ignore), value);
}

function baseBranch(event: LabEvent): string | undefined {
  const pull = event.payload['pull_request'];
  if (typeof pull !== 'object' || pull === null || !('base' in pull)) return undefined;
  const base = pull.base;
  if (typeof base !== 'object' || base === null || !('ref' in base)) return undefined;
  return typeof base.ref === 'string' ? base.ref : undefined;
}

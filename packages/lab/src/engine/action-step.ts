import path from 'node:path';
import { type Action, loadAction } from './action.ts';
import { fetchRepository } from './action-download.ts';
import { checkOut } from './checkout.ts';
import { runComposite } from './composite.ts';
import type { JobSession } from './job-session.ts';
import { runMain } from './node-action.ts';
import { isAtLeast } from './runner-software.ts';
import { parseReference, type Source } from './sources.ts';
import type { StepOrder, Work, WorkResult } from './step.ts';
import type { ActionIdentity } from './step-contexts.ts';
import type { Tree } from './tree.ts';

/** What a `uses:` of a step comes down to on this machine. */
export type Use =
  | { readonly kind: 'checkout' }
  | {
      readonly kind: 'action';
      readonly action: Action;
      readonly identity: ActionIdentity;
      readonly origin: Source;
      /** What the action saved for its later scripts. */
      readonly state: Map<string, string>;
    };

/** Finds the action that a `uses:` names, fetching it if need be; throws with its name when the lab has no such action. */
export async function findAction(session: JobSession, origin: Source, uses: string): Promise<Use> {
  const reference = parseReference(uses);
  switch (reference.kind) {
    case 'workspace': {
      const folder = path.join(session.folders.workspace, reference.path);
      return use(await loadAction(folder, uses), { folder, repository: '', ref: '' }, origin);
    }
    case 'own':
      if (session.run.lab.host.isEnterprise || !isAtLeast(session.machine.runner, '2.336.0')) throw unreadable(uses);
      return actionOf(session, origin, reference.path, uses);
    case 'remote': {
      if (reference.repository.toLowerCase() === 'actions/checkout') return { kind: 'checkout' };
      const source = await session.run.lab.sources.named(reference.repository, reference.ref);
      if (source !== undefined) return actionOf(session, source, reference.path, uses);
      throw unserved(uses);
    }
    case 'unreadable':
      throw unserved(uses);
  }
}

/** What a runner says of a reference that it does not know. */
function unreadable(uses: string): Error {
  return new Error(`Expected format {org}/{repo}[/path]@ref. Actual '${uses}'`);
}

/** Runs a `uses:` step. */
export async function runAction(
  order: StepOrder,
  found: Use,
  given: Tree | undefined,
  work: Work,
): Promise<WorkResult> {
  if (found.kind === 'checkout') return checkOut(order, given);
  const { runs } = found.action;
  switch (runs.kind) {
    case 'node':
      return runMain(order, { ...found, runs }, given);
    case 'composite':
      return runComposite(order, { ...found, runs }, given, work);
  }
}

async function actionOf(session: JobSession, source: Source, inside: string, uses: string): Promise<Use> {
  const root = source.kind === 'product' ? session.run.lab.sources.productRoot : await fetchRepository(session, source);
  const folder = path.join(root, inside);
  const action = await loadAction(folder, uses);
  if (action.runs.kind === 'node' && action.runs.using === 'node24' && !isAtLeast(session.machine.runner, '2.327.1')) {
    throw new Error(`'using: node24' is not supported, use 'docker', 'node12', 'node16' or 'node20' instead.`);
  }
  return use(action, { folder, repository: source.repository, ref: source.ref }, source);
}

function use(action: Action, identity: ActionIdentity, origin: Source): Use {
  return { kind: 'action', action, identity, origin, state: new Map() };
}

function unserved(uses: string): Error {
  return new Error(
    `Unable to resolve action '${uses}'. The lab serves actions/checkout and this repository's own actions; use one of them, or a \`run:\` step.`,
  );
}

import type { ConcurrencyGroup, GroupMember } from '../run.ts';
import { type Environment, evaluateText, evaluateTree } from './expressions.ts';
import { timestamp } from './records.ts';
import { child, type Tree } from './tree.ts';

/** What `concurrency:` asks for, evaluated. */
export interface GroupRequest {
  readonly group: string;
  readonly queue: 'single' | 'max';
  readonly cancelInProgress: boolean;
}

/** A run or a job that wants a group. */
export interface Claimant extends GroupMember {
  /** Stops the holder when a newcomer has `cancel-in-progress`. */
  readonly stop: () => void;
  /** Gives up the wait. */
  readonly cancelled: AbortSignal;
}

export type Claim =
  | { readonly kind: 'held'; readonly release: () => void }
  /** Another arrival took the place in the queue, or the queue was full. */
  | { readonly kind: 'displaced'; readonly reason: string }
  | { readonly kind: 'cancelled' };

/** The concurrency groups of one repository. */
export interface Groups {
  claim(request: GroupRequest, claimant: Claimant): Promise<Claim>;
  list(): readonly ConcurrencyGroup[];
}

// GitHub's length of a `queue: max` queue.
const queueLimit = 100;

interface Waiting {
  readonly claimant: Claimant;
  readonly settle: (claim: Claim) => void;
}

interface Group {
  readonly name: string;
  holder: Claimant | undefined;
  acquiredAt: string | null;
  readonly pending: Waiting[];
}

/** Reads a `concurrency:` key, undefined when there is none; throws where its values are none that GitHub takes. */
export function readConcurrency(tree: Tree | undefined, environment: Environment): GroupRequest | undefined {
  if (tree === undefined) return undefined;
  const group = evaluateText(tree.kind === 'mapping' ? child(tree, 'group') : tree, environment);
  if (group === '') throw refused("Unexpected type of value '', expected type: String.");
  const asked = child(tree, 'queue');
  const queue = asked === undefined ? 'single' : evaluateText(asked, environment);
  if (queue !== 'single' && queue !== 'max') throw refused(`Unexpected value '${queue}'`);
  const cancelInProgress = evaluateTree(child(tree, 'cancel-in-progress'), environment) === true;
  if (queue === 'max' && cancelInProgress) {
    throw refused("'queue: max' cannot be combined with 'cancel-in-progress: true'");
  }
  return { group, queue, cancelInProgress };
}

const refused = (why: string): Error => new Error(`Error when evaluating 'concurrency'. ${why}`);

/** Two spellings of a name are one group: GitHub ignores case. */
export function groupKey(name: string): string {
  return name.toLowerCase();
}

/** Groups are made when they are first named and forgotten when nobody wants them. */
export function createGroups(): Groups {
  const groups = new Map<string, Group>();

  const release = (group: Group) => {
    const next = group.pending.shift();
    give(group, next?.claimant);
    if (next === undefined) groups.delete(groupKey(group.name));
    else next.settle(held(group));
  };

  const held = (group: Group): Claim => {
    let over = false;
    return {
      kind: 'held',
      release: () => {
        if (over) return;
        over = true;
        release(group);
      },
    };
  };

  return {
    claim(request, claimant) {
      const group = groups.get(groupKey(request.group)) ?? newGroup(request.group);
      groups.set(groupKey(request.group), group);
      if (group.holder === undefined) {
        give(group, claimant);
        return Promise.resolve(held(group));
      }
      if (request.cancelInProgress) group.holder.stop();
      if (request.queue === 'max' && group.pending.length >= queueLimit) {
        return Promise.resolve(
          displaced(`Canceling since the queue of '${request.group}' is full (${queueLimit} are pending)`),
        );
      }
      if (request.queue === 'single') displaceAll(group);
      return waitIn(group, claimant);
    },
    list: () =>
      [...groups.values()].map(({ name, acquiredAt, holder, pending }) => ({
        name,
        acquiredAt,
        holder: holder === undefined ? undefined : memberOf(holder),
        pending: pending.map(({ claimant }) => memberOf(claimant)),
      })),
  };
}

function newGroup(name: string): Group {
  return { name, holder: undefined, acquiredAt: null, pending: [] };
}

function give(group: Group, holder: Claimant | undefined): void {
  group.holder = holder;
  group.acquiredAt = timestamp();
}

function memberOf({ runId, job, lease }: Claimant): GroupMember {
  return { runId, job, lease };
}

function displaceAll(group: Group): void {
  for (const waiting of group.pending.splice(0)) {
    waiting.settle(displaced(`Canceling since a higher priority waiting request for '${group.name}' exists`));
  }
}

function displaced(reason: string): Claim {
  return { kind: 'displaced', reason };
}

function waitIn(group: Group, claimant: Claimant): Promise<Claim> {
  return new Promise((resolve) => {
    const waiting: Waiting = {
      claimant,
      settle: (claim) => {
        claimant.cancelled.removeEventListener('abort', leave);
        resolve(claim);
      },
    };
    const leave = () => {
      group.pending.splice(group.pending.indexOf(waiting), 1);
      resolve({ kind: 'cancelled' });
    };
    group.pending.push(waiting);
    if (claimant.cancelled.aborted) leave();
    else claimant.cancelled.addEventListener('abort', leave, { once: true });
  });
}

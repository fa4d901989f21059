import type { Ledger } from '../ledger/ledger.ts';
import { isThreadBranch, threadBranchPrefix } from '../proposal/branch-name.ts';
import type { PullRequest } from '../proposal/ports.ts';
import { texts } from '../reply/texts.ts';
import type { Request } from '../request/request.ts';
import type { ThreadFacts } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import { refuseAll } from './refusal.ts';
import type { RestoreOrder, RestorePorts } from './restore-order.ts';
import type { RestoreStatus, ThreadState } from './thread-state.ts';

/** A thread that never had a branch cannot have moved, and costs no call. */
export async function moveOf(
  ports: RestorePorts,
  order: RestoreOrder,
  ledger: Ledger,
): Promise<PullRequest | undefined> {
  const { branch } = ledger.settings;
  return branch === undefined ? undefined : findMove(ports, order, branch);
}

/** The pull request that an issue thread ended in. Without a ledger, the thread's branch is found by its name. */
export async function findMove(
  ports: RestorePorts,
  order: RestoreOrder,
  branch: string | undefined,
): Promise<PullRequest | undefined> {
  if (order.thread.kind === 'pr') return undefined;
  const found = branch ?? (await threadBranch(ports, order));
  return found === undefined ? undefined : ports.proposals.findByHead(found);
}

/** The branch of an issue thread, found by its name. */
export async function threadBranch(
  { proposals }: RestorePorts,
  { thread, branchTemplate }: RestoreOrder,
): Promise<string | undefined> {
  const candidates = await proposals.branchesStartingWith(threadBranchPrefix(branchTemplate, thread));
  return candidates.find((name) => isThreadBranch(branchTemplate, thread, name));
}

/** What is open, told apart by who answers it. */
export type Sorted = { status?: RestoreStatus } & Pick<ThreadState, 'open' | 'refusals' | 'movedTo'>;

/** Tells what Codex answers from what the state of the thread answers. */
export function sortOut(
  { thread }: RestoreOrder,
  facts: ThreadFacts,
  open: readonly Request[],
  pullRequest: PullRequest | undefined,
): Sorted {
  if (pullRequest) {
    const early = open.filter(({ createdAt }) => Date.parse(createdAt) < Date.parse(pullRequest.createdAt));
    const late = open.filter((request) => !early.includes(request));
    const refusals = refuseAll(late, texts.moved(pullRequest.url));
    // A closed pull request takes no more changes: what was asked before it closed is told where it went.
    if (pullRequest.state === 'closed') {
      return {
        status: 'moved',
        open: [],
        refusals: refuseAll(open, texts.movedAndEnded(pullRequest.url)),
        movedTo: undefined,
      };
    }
    return { status: 'moved', open: early, refusals, movedTo: pullRequest.number };
  }
  const end = endOf(thread, facts);
  if (end !== undefined) return { open: [], refusals: refuseAll(open, end), movedTo: undefined };
  return { open, refusals: [], movedTo: undefined };
}

/** What is said to requests of a thread that has ended; undefined as long as it goes on. */
export function endOf(thread: Thread, { open, merged }: Pick<ThreadFacts, 'open' | 'merged'>): string | undefined {
  if (merged) return texts.merged(thread.number);
  return open ? undefined : texts.closed(thread);
}

import type { Ledger } from '../ledger/ledger.ts';
import { type Outbox, readOutbox, requestsOfReply } from '../outbox/outbox.ts';
import type { WorkingTree } from '../proposal/ports.ts';
import { texts } from '../reply/texts.ts';
import { withNotes } from '../reply/with-notes.ts';
import { shortened } from '../request/digest.ts';
import type { RequestId } from '../request/request.ts';
import { type ArtifactStore, outboxName } from '../store/artifact-store.ts';
import { type ThreadKey, threadKey } from '../thread/thread.ts';
import type { Carried, ThreadState } from './thread-state.ts';

export interface CarryPorts {
  readonly artifacts: ArtifactStore;
  readonly tree: WorkingTree;
}

/** What the thread does not show yet. */
export interface Unpublished {
  readonly pending: readonly RequestId[];
  /** Whether the workspace is on the thread's branch. */
  readonly branch: 'there' | 'gone';
}

/**
 * Takes over what the last run answered and never published: its replies, and its change, applied to the workspace so
 * that the next turn builds on it and one commit holds both. Where the outbox is gone, the people are told so.
 */
export async function carryUnpublished(
  { artifacts, tree }: CarryPorts,
  { thread, ledger }: ThreadState,
  { pending, branch }: Unpublished,
): Promise<Carried | undefined> {
  const run = ledger.requests.at(-1)?.outboxRun;
  if (run === undefined || pending.length === 0) return undefined;
  const outbox = await outboxOf(artifacts, threadKey(thread), ledger, run);
  if (!outbox) return lostReplies(ledger, pending, run);
  const waiting = outbox.replies.filter((reply) => requestsOfReply(reply).some((id) => pending.includes(id)));
  // Of two attempts of a run, the outbox of the second may be gone, and the first knows less.
  const unknown = pending.filter((id) => !waiting.some((reply) => requestsOfReply(reply).includes(id)));
  const replies = [...waiting, ...(lostReplies(ledger, unknown, run)?.outbox.replies ?? [])];
  const { change, ...rest } = outbox;
  if (!change) return { outbox: { ...outbox, replies }, applied: false };
  if (branch === 'there') {
    // A change that is on the branch already is kept all the same: its pull request may be missing.
    if (await isPublished(tree, change.requests)) return { outbox: { ...outbox, replies }, applied: false };
    if (await tree.apply(change.patch)) return { outbox: { ...outbox, replies }, applied: true };
  }
  const note = texts.changeNoLongerApplies(String(run));
  const noted = replies.map((reply) => ({ ...reply, text: withNotes(reply.text, [note]) }));
  return { outbox: { ...rest, replies: noted }, applied: false };
}

/** The outbox that the ledger was stored with. An attempt that was lost before its session was stored has left another one. */
async function outboxOf(
  artifacts: ArtifactStore,
  thread: ThreadKey,
  ledger: Ledger,
  run: number,
): Promise<Outbox | undefined> {
  // Whoever can open a pull request can upload an artifact of this name, from another run.
  const own = (await artifacts.list(outboxName(thread, run))).filter(({ runId }) => runId === run);
  for (const { id } of own) {
    const files = await artifacts.download(id);
    const outbox = readOutbox(new Map([...files].map(([name, bytes]) => [name, bytes.toString('utf8')])));
    if (isKnown(outbox, ledger, run)) return outbox;
  }
  return undefined;
}

const isKnown = ({ replies }: Outbox, { requests }: Ledger, run: number): boolean =>
  replies.every((reply) =>
    requestsOfReply(reply).every((id) => {
      const record = requests.find((one) => one.id === id);
      return record?.outboxRun === run && (reply.outcome !== 'answered' || record.state === 'answered');
    }),
  );

/** What the ledger holds as settled, and nobody can publish any more. What was cancelled is told by whoever looks for it. */
function lostReplies(ledger: Ledger, pending: readonly RequestId[], run: number): Carried | undefined {
  const lost = ledger.requests.filter(({ id, state }) => pending.includes(id) && state !== 'cancelled');
  const since = lost.map(({ createdAt }) => createdAt).sort()[0];
  if (since === undefined) return undefined;
  const replies = lost.map(
    ({ id, author, state, digest }) =>
      ({
        requestId: id,
        author,
        textDigest: shortened(digest),
        // What failed may still be asked for again.
        outcome: state === 'failed' ? 'failed' : 'refused',
        text: texts.replyLost(run),
      }) as const,
  );
  return { outbox: { since, replies }, applied: false };
}

async function isPublished(tree: WorkingTree, requests: readonly RequestId[]): Promise<boolean> {
  // What a cut-off turn left answers nothing: applied to a branch that has it, it changes nothing.
  if (requests.length === 0) return false;
  const there = await tree.requestsInHistory();
  return requests.every((id) => there.includes(id));
}

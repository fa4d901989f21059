import { Failure } from '../failure/failure.ts';
import { type Ledger, neverBegan } from '../ledger/ledger.ts';
import { type Outbox, outboxFiles } from '../outbox/outbox.ts';
import { type ArtifactStore, bundleName, outboxName, type RunArtifacts } from '../store/artifact-store.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import type { ArchivedFile } from './archive.ts';
import { sealBundle } from './bundle.ts';

export interface PersistOrder {
  readonly thread: Thread;
  readonly repositoryId: number;
  readonly runId: number;
  readonly retentionDays: number;
  readonly sessionKey: string | undefined;
  readonly codexVersion: string;
  readonly ledger: Ledger;
  /** False where a bundle would hide that the session is gone. */
  readonly keepBundle: boolean;
  readonly files: readonly ArchivedFile[];
  readonly outbox: Outbox | undefined;
}

export interface Persisted {
  /** Whether there is something for the publisher. */
  readonly outbox: boolean;
  readonly bundle: { readonly id: number; readonly bytes: number } | undefined;
}

/** Uploads the outbox, then the bundle: a bundle says that its requests are answered, so their replies must be safe first. */
export async function persistThread(artifacts: RunArtifacts, order: PersistOrder): Promise<Persisted> {
  const thread = threadKey(order.thread);
  if (order.outbox) {
    const files = [...outboxFiles(order.outbox)].map(([name, text]) => [name, Buffer.from(text)] as const);
    await artifacts.upload(outboxName(thread, order.runId), new Map(files), order.retentionDays);
  }
  const outbox = order.outbox !== undefined;
  // The reply has told that nothing began; a bundle sealed with a wrong key would stand in the way of the right one.
  if (!order.keepBundle || neverBegan(order.ledger)) return { outbox, bundle: undefined };
  if (order.sessionKey === undefined) {
    // Without any key there was no turn either, so there is nothing to lose.
    if (order.files.length === 0) return { outbox, bundle: undefined };
    throw new Failure('session-key-missing', {
      what: 'There is a session to keep and no key to seal it with.',
      fix: 'Set the input session-key of session-persist, and the same one of session-restore.',
    });
  }
  const owner = { repositoryId: order.repositoryId, thread };
  const bytes = sealBundle({ ledger: order.ledger, files: order.files }, owner, order.codexVersion, order.sessionKey);
  const name = bundleName(thread);
  return { outbox, bundle: await artifacts.upload(name, new Map([[name, bytes]]), order.retentionDays) };
}

export interface PruneOrder {
  readonly thread: Thread;
  readonly runId: number;
  /** Whether all of this run's outbox is in the thread and on the branch, so that nobody is pointed to it. */
  readonly outboxDone: boolean;
}

/** Deletes the bundles that this run's replaced, and its outbox once it is published. Answers how many artifacts went. */
export async function pruneThread(
  { store, own }: { readonly store: ArtifactStore; readonly own: Pick<RunArtifacts, 'remove'> },
  { thread, runId, outboxDone }: PruneOrder,
): Promise<number> {
  const key = threadKey(thread);
  const [newest, ...older] = await store.list(bundleName(key));
  // Only the run that made the newest bundle knows that it is whole.
  const replaced = newest?.runId === runId ? older : [];
  for (const { id } of replaced) await store.remove(id);
  const published = outboxDone ? await own.remove(outboxName(key, runId)) : 0;
  return replaced.length + published;
}

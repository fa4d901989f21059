import type { BundleOrigin } from '../session/trust.ts';
import type { ThreadKey } from '../thread/thread.ts';

export interface StoredArtifact {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly createdAt: string;
  /** The run that made it. */
  readonly runId: number;
}

/** Where bundles and outboxes rest between jobs and runs. */
export interface ArtifactStore {
  /** Artifacts of exactly this name that can still be downloaded, newest first. */
  list(name: string): Promise<readonly StoredArtifact[]>;
  /** What is known of the run that made an artifact; undefined when the run is gone. */
  originOf(runId: number): Promise<BundleOrigin | undefined>;
  /** The files of an artifact, by name. */
  download(id: number): Promise<ReadonlyMap<string, Buffer>>;
  remove(id: number): Promise<void>;
}

/** The artifacts of the run that is going on. Needs no permission. */
export interface RunArtifacts {
  upload(
    name: string,
    files: ReadonlyMap<string, Buffer>,
    retentionDays: number,
  ): Promise<{ readonly id: number; readonly bytes: number }>;
  /** Undefined when this run has none of that name. */
  downloadByName(name: string): Promise<ReadonlyMap<string, Buffer> | undefined>;
  /** Deletes what each attempt of the run has made of the name, and answers how many. Costs no call of the API. */
  remove(name: string): Promise<number>;
}

export const bundleName = (thread: ThreadKey): string => `codex-worker-session-${thread}`;
/** A browser opens a file by its ending. */
export const transcriptName = (thread: ThreadKey): string => `codex-worker-transcript-${thread}.html`;
export const outboxName = (thread: ThreadKey, runId: number): string => `codex-worker-outbox-${thread}-${runId}`;

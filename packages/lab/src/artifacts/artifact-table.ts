import type { BlobStore } from './blob-store.ts';

/** An artifact of a run. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly runId: number;
  readonly attempt: number;
  readonly jobId: number;
  readonly blob: string;
  readonly mimeType: string;
  /** Only a finished artifact is listed. */
  finished: boolean;
  size: number;
  digest: string;
  readonly createdAt: Date;
  updatedAt: Date;
  expiresAt: Date;
}

/** What a job says when it begins an upload. */
export interface NewArtifact {
  readonly name: string;
  readonly runId: number;
  readonly attempt: number;
  readonly jobId: number;
  readonly mimeType: string;
  readonly expiresAt: Date | undefined;
}

/** All artifacts of the repository. */
export interface ArtifactTable {
  readonly all: readonly Artifact[];
  /** Undefined when this attempt of the run has an artifact of that name already. */
  begin(artifact: NewArtifact): Artifact | undefined;
  /** Undefined when nothing of that size (and digest) was uploaded. */
  finish(
    runId: number,
    name: string,
    claim: { size: number; digest: string | undefined },
  ): Promise<Artifact | undefined>;
  find(id: number): Artifact | undefined;
  remove(artifact: Artifact): Promise<void>;
  /** Swaps the stored bytes; digest and size follow. */
  replace(artifact: Artifact, bytes: Uint8Array): Promise<void>;
}

const dayMs = 24 * 3600 * 1000;
/** GitHub's default retention, and the longest that a public repository may ask for. */
const retentionDays = 90;

/** Keeps artifact records in memory and their bytes in the blob store. */
export function createArtifactTable(blobs: BlobStore, now: () => Date, nextId: () => number): ArtifactTable {
  let all: Artifact[] = [];
  const update = async (artifact: Artifact) => {
    const measured = await blobs.measure(artifact.blob);
    artifact.size = measured?.size ?? 0;
    artifact.digest = measured === undefined ? '' : `sha256:${measured.sha256}`;
    artifact.updatedAt = now();
    return measured !== undefined;
  };
  return {
    get all() {
      return all.filter((artifact) => artifact.finished);
    },
    begin(wanted) {
      const same = all.find(
        ({ name, runId, attempt }) => name === wanted.name && runId === wanted.runId && attempt === wanted.attempt,
      );
      if (same !== undefined) return undefined;
      const artifact = start(wanted, nextId(), now());
      all.push(artifact);
      return artifact;
    },
    async finish(runId, name, claim) {
      const artifact = all.findLast((one) => one.runId === runId && one.name === name && !one.finished);
      if (artifact === undefined || !(await update(artifact))) return undefined;
      if (artifact.size !== claim.size || (claim.digest !== undefined && claim.digest !== artifact.digest))
        return undefined;
      artifact.finished = true;
      return artifact;
    },
    find: (id) => all.find((artifact) => artifact.id === id && artifact.finished),
    async remove(artifact) {
      all = all.filter((one) => one !== artifact);
      await blobs.remove(artifact.blob);
    },
    async replace(artifact, bytes) {
      await blobs.put(artifact.blob, bytes);
      await update(artifact);
    },
  };
}

function start(wanted: NewArtifact, id: number, at: Date): Artifact {
  const longest = new Date(at.getTime() + retentionDays * dayMs);
  const { expiresAt = longest, ...rest } = wanted;
  return {
    ...rest,
    id,
    blob: `artifact-${id}`,
    finished: false,
    size: 0,
    digest: '',
    createdAt: at,
    updatedAt: at,
    expiresAt: expiresAt < longest ? expiresAt : longest,
  };
}

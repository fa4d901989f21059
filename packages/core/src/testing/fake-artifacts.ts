import type { BundleOrigin } from '../session/trust.ts';
import type { ArtifactStore, RunArtifacts, StoredArtifact } from '../store/artifact-store.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';

/** The artifacts of one repository, in memory: what runs upload and what the API lists are the same. */
export interface FakeArtifacts {
  readonly store: ArtifactStore;
  /** The artifacts of one run; its origin is a trusted one unless told otherwise. */
  run(runId: number, origin?: Partial<BundleOrigin>): RunArtifacts;
  forgetRun(runId: number): void;
  /** Replaces the bytes of a stored file, as somebody with the storage's key could. */
  tamper(id: number, change: (bytes: Buffer) => Buffer): void;
  /** Everything that is stored, oldest first, as `name@run`. */
  listing(): readonly string[];
}

/** Where the runs of the tests come from unless told otherwise. */
export const trustedOrigin: BundleOrigin = {
  headRepositoryId: 42,
  workflowPath: '.github/workflows/codex.yml',
  event: 'issue_comment',
  headBranch: 'main',
};

interface Kept {
  readonly artifact: StoredArtifact;
  files: ReadonlyMap<string, Buffer>;
}

export function fakeArtifacts(clock: FakeClock = fakeClock()): FakeArtifacts {
  const kept = new Map<number, Kept>();
  const origins = new Map<number, BundleOrigin>();
  let nextId = 501;

  const upload = (runId: number, name: string, files: ReadonlyMap<string, Buffer>) => {
    const id = nextId;
    nextId += 1;
    const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    kept.set(id, { artifact: { id, name, bytes, createdAt: clock.stamp(), runId }, files: new Map(files) });
    return { id, bytes };
  };
  const newestFirst = (keep: (artifact: StoredArtifact) => boolean): readonly Kept[] =>
    [...kept.values()].filter(({ artifact }) => keep(artifact)).sort((a, b) => b.artifact.id - a.artifact.id);

  return {
    store: {
      list: async (name) => newestFirst((artifact) => artifact.name === name).map(({ artifact }) => artifact),
      originOf: async (runId) => origins.get(runId),
      download: async (id) => {
        const found = kept.get(id);
        if (!found) throw new TypeError(`There is no artifact ${id}`);
        return found.files;
      },
      remove: async (id) => {
        kept.delete(id);
      },
    },
    run: (runId, origin = {}) => {
      origins.set(runId, { ...trustedOrigin, ...origin });
      return {
        upload: async (name, files) => upload(runId, name, files),
        downloadByName: async (name) =>
          newestFirst((artifact) => artifact.name === name && artifact.runId === runId)[0]?.files,
        remove: async (name) => {
          const own = newestFirst((artifact) => artifact.name === name && artifact.runId === runId);
          for (const { artifact } of own) kept.delete(artifact.id);
          return own.length;
        },
      };
    },
    forgetRun: (runId) => {
      origins.delete(runId);
    },
    tamper: (id, change) => {
      const found = kept.get(id);
      if (found) found.files = new Map([...found.files].map(([name, bytes]) => [name, change(Buffer.from(bytes))]));
    },
    listing: () => [...kept.values()].map(({ artifact }) => `${artifact.name}@${artifact.runId}`),
  };
}

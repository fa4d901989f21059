import { expect, test } from 'vitest';
import type { BundleOrigin } from '../session/trust.ts';
import type { ArtifactStore, RunArtifacts } from '../store/artifact-store.ts';

export interface StartedRun {
  readonly id: number;
  readonly origin: BundleOrigin;
  readonly artifacts: RunArtifacts;
}

/** A store to be tried, and a way to be a run that uploads into it. */
export interface ArtifactBench extends AsyncDisposable {
  readonly store: ArtifactStore;
  /** Begins a run of its own; later ones are younger. */
  startRun(): Promise<StartedRun>;
}

const files = (text: string) => new Map([['session', Buffer.from(text)]]);

/** What every artifact store promises; the fake and the real one both run it. */
export function artifactStoreContract(open: () => Promise<ArtifactBench>): void {
  test('what a run uploads comes back byte for byte, from the run and from the store', async () => {
    await using bench = await open();
    const run = await bench.startRun();
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7) % 256));
    const uploaded = new Map([
      ['outbox.json', Buffer.from('{"text":"ä🚀"}')],
      ['change.patch', bytes],
    ]);
    const { id, bytes: size } = await run.artifacts.upload('codex-worker-outbox-issue-1-7', uploaded, 7);
    expect(size).toBeGreaterThan(0);
    for (const stored of [
      await bench.store.download(id),
      await run.artifacts.downloadByName('codex-worker-outbox-issue-1-7'),
    ]) {
      expect([...(stored ?? [])].sort()).toEqual([...uploaded].sort());
    }
  });

  test('a name is listed exactly, newest first, with the run that made it', async () => {
    await using bench = await open();
    const first = await bench.startRun();
    const second = await bench.startRun();
    const one = await first.artifacts.upload('codex-worker-session-issue-1', files('one'), 7);
    await first.artifacts.upload('codex-worker-session-issue-12', files('other thread'), 7);
    const two = await second.artifacts.upload('codex-worker-session-issue-1', files('two'), 7);
    const listed = await bench.store.list('codex-worker-session-issue-1');
    expect(listed.map(({ id, runId, name }) => ({ id, runId, name }))).toEqual([
      { id: two.id, runId: second.id, name: 'codex-worker-session-issue-1' },
      { id: one.id, runId: first.id, name: 'codex-worker-session-issue-1' },
    ]);
    expect(await bench.store.list('codex-worker-session-issue-2')).toEqual([]);
  });

  test('a run deletes its own artifacts of a name, and no other', async () => {
    await using bench = await open();
    const run = await bench.startRun();
    await run.artifacts.upload('codex-worker-outbox-issue-1-7', files('one'), 7);
    await run.artifacts.upload('codex-worker-session-issue-1', files('two'), 7);
    expect(await run.artifacts.remove('codex-worker-outbox-issue-1-7')).toBe(1);
    expect(await run.artifacts.remove('codex-worker-outbox-issue-1-7')).toBe(0);
    expect(await bench.store.list('codex-worker-outbox-issue-1-7')).toEqual([]);
    expect(await bench.store.list('codex-worker-session-issue-1')).toHaveLength(1);
  });

  test('the origin of a run is known, and that of an unknown run is not', async () => {
    await using bench = await open();
    const run = await bench.startRun();
    expect(await bench.store.originOf(run.id)).toEqual(run.origin);
    expect(await bench.store.originOf(987_654_321)).toBeUndefined();
  });

  test('what is removed is neither listed nor downloaded', async () => {
    await using bench = await open();
    const run = await bench.startRun();
    const { id } = await run.artifacts.upload('codex-worker-session-issue-1', files('one'), 7);
    await bench.store.remove(id);
    expect(await bench.store.list('codex-worker-session-issue-1')).toEqual([]);
    await expect(bench.store.download(id)).rejects.toThrow();
  });

  test('a run has none of the artifacts of another run', async () => {
    await using bench = await open();
    const first = await bench.startRun();
    const second = await bench.startRun();
    await first.artifacts.upload('codex-worker-session-issue-1', files('one'), 7);
    expect(await second.artifacts.downloadByName('codex-worker-session-issue-1')).toBeUndefined();
    expect(await second.artifacts.remove('codex-worker-session-issue-1')).toBe(0);
  });
}

import { expect, test } from 'vitest';
import { fakeArtifacts } from '../testing/fake-artifacts.ts';
import type { Thread } from '../thread/thread.ts';
import { pruneTranscripts } from './prune-transcripts.ts';

const thread: Thread = { kind: 'issue', number: 12 };
const name = 'codex-worker-transcript-issue-12.html';

async function pagesOf(...runs: readonly number[]) {
  const artifacts = fakeArtifacts();
  for (const run of runs) await artifacts.run(run).upload(name, new Map(), 7);
  await artifacts.run(700).upload('codex-worker-transcript-issue-1.html', new Map(), 7);
  return artifacts;
}

test('the newest page stays, and those of other threads', async () => {
  const { store, listing } = await pagesOf(701, 702);
  expect(await pruneTranscripts(store, thread, 702)).toBe(1);
  expect(listing()).toEqual([`${name}@702`, 'codex-worker-transcript-issue-1.html@700']);
});

test('of very many, the oldest go, a few with each turn', async () => {
  const { store, listing } = await pagesOf(701, 702, 703, 704, 705);
  expect(await pruneTranscripts(store, thread, 705)).toBe(2);
  expect(listing().slice(0, -1)).toEqual([`${name}@703`, `${name}@704`, `${name}@705`]);
});

test('a run that did not make the newest page deletes none', async () => {
  const { store, listing } = await pagesOf(701, 702);
  expect(await pruneTranscripts(store, thread, 701)).toBe(0);
  expect(listing()).toHaveLength(3);
});

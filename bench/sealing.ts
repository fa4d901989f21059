import { createHash } from 'node:crypto';
import { type BundleContents, newLedger, openBundle, sealBundle } from '@codex-worker/core';
import { type Figure, repeat, time } from './measure.ts';

/** What one turn leaves in a transcript, as measured on real ones. */
const TURN_BYTES = 60_000;
const MB = 1024 * 1024;
const owner = { repositoryId: 700_000_001, thread: 'issue-1' } as const;
const key = 'sk-bench-0123456789abcdef';

/** Sealing and opening sessions, without the network. */
export async function measureSealing(rounds: number): Promise<readonly Figure[]> {
  const sizes = [
    { name: 'a session of 50 turns', bytes: 50 * TURN_BYTES, budget: 150, rounds },
    { name: 'a session of 100 MB', bytes: 100 * MB, budget: 2000, rounds: Math.min(rounds, 5) },
  ];
  const figures: Figure[] = [];
  for (const { name, bytes, budget, rounds: times } of sizes) {
    const contents = sessionOf(bytes);
    let sealed = sealBundle(contents, owner, '0.169.0', key);
    const note = `${(sealed.length / MB).toFixed(1)} MB sealed`;
    const sealing = await repeat(times, () => time(() => (sealed = sealBundle(contents, owner, '0.169.0', key))));
    const opening = await repeat(times, () => time(() => openBundle(sealed, owner, key)));
    figures.push({ name: `seal ${name}`, unit: 'ms', values: sealing, budget, note });
    figures.push({ name: `open ${name}`, unit: 'ms', values: opening, budget });
  }
  return figures;
}

function sessionOf(bytes: number): BundleContents {
  const id = '019a9b1c-0000-7000-8000-0000000000ab';
  const path = `sessions/2026/11/22/rollout-2026-11-22T10-00-00-${id}.jsonl`;
  return {
    ledger: newLedger('issue-1', '2026-11-22T10:00:00Z', 'workspace-write'),
    files: [{ path, bytes: transcript(bytes) }],
  };
}

/** JSON lines of prose and of output of tools: half words, half digests, so that it compresses as transcripts do. */
function transcript(bytes: number): Buffer {
  const lines: Buffer[] = [];
  for (let length = 0, number = 0; length < bytes; number += 1) {
    const digest = createHash('sha256').update(String(number)).digest('hex');
    const text = `Read src/module-${number % 977}.ts and changed line ${number % 613}; the tests of it pass. `.repeat(
      4,
    );
    const item = {
      timestamp: '2026-11-22T10:00:00.000Z',
      type: 'response_item',
      payload: { type: 'message', text, digest },
    };
    const line = Buffer.from(`${JSON.stringify(item)}\n`);
    lines.push(line);
    length += line.length;
  }
  return Buffer.concat(lines);
}

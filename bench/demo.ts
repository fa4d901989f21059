import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Figure, repeat, time } from './measure.ts';

interface Report {
  readonly ok: boolean;
  readonly steps: readonly { readonly event: string; readonly apiCalls: number; readonly ms: number }[];
}

const root = path.dirname(import.meta.dirname);

/** The story of `npm start`, from the command to its end. Codex is in the cache. */
export async function measureDemo(rounds: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-bench-'));
  const file = path.join(folder, 'report.json');
  const play = () =>
    promisify(execFile)(process.execPath, ['packages/lab/src/main.ts', '--once', '--report', file], { cwd: root });
  const calls: number[] = [];
  const wholes: number[] = [];
  const values = await repeat(rounds, async () => {
    const ms = await time(play);
    const { steps } = JSON.parse(await readFile(file, 'utf8')) as Report;
    // The last step goes through the explicit queue, whose calls and time are its own.
    const [queued = [], turns = []] = [true, false].map((isQueued) =>
      steps.filter(({ event }) => (event === 'repository_dispatch') === isQueued),
    );
    calls.push(Math.max(...turns.map(({ apiCalls }) => apiCalls)));
    wholes.push(ms);
    return ms - queued.reduce((sum, step) => sum + step.ms, 0);
  });
  await rm(folder, { recursive: true, force: true });
  return [
    { name: 'the demo of the lab up to its explicit queue, warm', unit: 'ms', budget: 15_000, values },
    { name: 'the demo of the lab with its explicit queue, warm', unit: 'ms', values: wholes },
    { name: 'most API calls in a step of the demo', unit: 'calls', budget: 18, values: calls },
  ];
}

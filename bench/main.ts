// Measures what the design promises, in one run on one machine.
//
//   npm run bench [-- --rounds N] [--only NAME] [--out FILE]
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Misuse, readOrExit } from '../scripts/misuse.ts';
import { measureApiCalls } from './api-calls.ts';
import { measureInstall } from './codex-install.ts';
import { measureDemo } from './demo.ts';
import { measureDist } from './dist-size.ts';
import { type Figure, type Result, summarise } from './measure.ts';
import { renderTable } from './render.ts';
import { measureSealing } from './sealing.ts';
import { measureStartUp } from './start-up.ts';
import { measureTurn } from './turn.ts';

const parts: Readonly<Record<string, (rounds: number) => Promise<readonly Figure[]>>> = {
  'start-up': (rounds) => measureStartUp(rounds * 3),
  turn: measureTurn,
  'api-calls': measureApiCalls,
  sealing: measureSealing,
  install: (rounds) => measureInstall(Math.min(rounds, 3)),
  dist: measureDist,
  demo: (rounds) => measureDemo(Math.min(rounds, 3)),
};
const { rounds, only, out } = readOrExit(readOptions);

// What else the machine is doing is part of every figure.
const loadBefore = Math.round((loadavg()[0] ?? 0) * 10) / 10;
const results: Result[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (only !== undefined && only !== name) continue;
  process.stderr.write(`${name} …\n`);
  results.push(...(await measure(rounds)).map(summarise));
}
process.stdout.write(`${renderTable(results)}\n\nLoad of the machine before: ${loadBefore}.\n`);
const machine = {
  cpus: availableParallelism(),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
};
await writeFile(out, `${JSON.stringify({ at: new Date().toISOString(), machine, results }, null, 2)}\n`);

function readOptions() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      only: { type: 'string' },
      out: { type: 'string', default: path.join(import.meta.dirname, 'results.json') },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Misuse(`--rounds is "${values.rounds}". Give a whole number from 1.`);
  if (values.only !== undefined && !Object.hasOwn(parts, values.only))
    throw new Misuse(`--only is "${values.only}". Give one of ${Object.keys(parts).join(', ')}.`);
  return { ...values, rounds };
}

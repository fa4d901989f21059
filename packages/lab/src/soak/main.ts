// The command line of `npm run soak`.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Misuse } from '../misuse.ts';
import { renderPlot, renderTable } from './render.ts';
import { type Played, soak } from './soak.ts';

try {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      report: { type: 'string' },
      plot: { type: 'string' },
    },
  });
  const minutes = readNumber('--minutes', values.minutes);
  const seed = readNumber('--seed', values.seed);
  const report = await soak({ minutes, seed, onCase: showProgress });
  if (values.report !== undefined) await writeFile(values.report, `${JSON.stringify(report, null, 2)}\n`);
  if (values.plot !== undefined) await writeFile(values.plot, renderPlot(report));
  process.stdout.write(`\n${renderTable(report)}`);
  process.exitCode = report.lost + report.double > 0 ? 1 : 0;
} catch (error) {
  const isMistyped = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof Misuse) && !isMistyped) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function readNumber(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new Misuse(`${option} is "${text}". Give a number.`);
}

/** One line that is written over on a terminal, and lines elsewhere. */
function showProgress(played: Played, cases: readonly Played[], enumerated: number): void {
  const bad = cases.filter(({ logs }) => logs !== undefined).length;
  const text = `${cases.length} cases (${enumerated} enumerated), ${bad} bad · ${(played.ms / 1000).toFixed(1)} s · ${played.what}`;
  if (!process.stdout.isTTY) process.stdout.write(`${text}\n`);
  else process.stdout.write(`\r\x1b[K${text.slice(0, (process.stdout.columns ?? 80) - 1)}`);
}

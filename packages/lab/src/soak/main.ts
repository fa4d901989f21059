// The command line of `npm run soak`.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Misuse } from '../misuse.ts';
import { showProgress } from './progress.ts';
import { renderPlot } from './render-plot.ts';
import { renderTable } from './render-table.ts';
import { nothingPlayed, reportOf } from './report.ts';
import { soak } from './soak.ts';

try {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      report: { type: 'string' },
      plot: { type: 'string' },
      product: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const minutes = readNumber('--minutes', values.minutes);
  const seed = readNumber('--seed', values.seed);
  const { product, only } = values;
  const report = reportOf(await soak({ minutes, seed, product, only, onProgress: showProgress() }), { seed, minutes });
  const nothing = nothingPlayed(report, only);
  if (nothing !== undefined) throw new Misuse(nothing);
  if (values.report !== undefined) await writeFile(values.report, `${JSON.stringify(report, null, 2)}\n`);
  if (values.plot !== undefined) await writeFile(values.plot, renderPlot(report));
  process.stdout.write(`\n${renderTable(report)}`);
  process.exitCode = report.lost + report.double + report.wrong > 0 ? 1 : 0;
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

// The command line of `npm run redteam`.
//
//   npm run redteam [-- --only WORDS] [--quick] [--seed NUMBER] [--report FILE]
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Misuse } from '../misuse.ts';
import type { Attack } from './attack.ts';
import { findAttacks } from './find-attacks.ts';
import { renderReport, renderVerdict } from './render-report.ts';
import { isProven, reportOf } from './report.ts';
import { runAttacks } from './run-attacks.ts';
import { threats } from './threats.ts';

// A promise that an attack left alone must not end the attacks of all others; it is told, and the run is red.
const stray: string[] = [];
process.on('unhandledRejection', (reason) => {
  stray.push(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
});

try {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      report: { type: 'string' },
    },
  });
  const attacks = shuffled(chosen(await findAttacks(), values.only), readSeed(values.seed));
  const onVerdict = (verdict: Parameters<typeof renderVerdict>[0]) => {
    if (verdict.outcome.kind !== 'left-out') process.stdout.write(renderVerdict(verdict));
  };
  const verdicts = await runAttacks({ attacks, quick: values.quick, onVerdict });
  const isWhole = values.only === '' && !values.quick;
  const report = reportOf(verdicts, isWhole ? threats : attackedBy(attacks));
  if (values.report !== undefined) await writeFile(values.report, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`\n${renderReport(report)}`);
  for (const message of stray)
    process.stdout.write(`An attack waits for a promise too late, or not at all:\n${message}\n`);
  // An attack that was given up may still hold a server.
  process.exit(isProven(report) && report.unproven.length + stray.length === 0 ? 0 : 1);
} catch (error) {
  const isMistyped = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof Misuse) && !isMistyped) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** Those with these words in their threat or name. */
function chosen(attacks: readonly Attack[], words: string): readonly Attack[] {
  const found = attacks.filter(({ threat, name }) => `${threat}: ${name}`.toLowerCase().includes(words.toLowerCase()));
  if (found.length === 0) throw new Misuse(`--only is "${words}". No attack has these words.`);
  return found;
}

/** A part of the attacks is not about every threat. */
function attackedBy(attacks: readonly Attack[]): typeof threats {
  return threats.filter(({ id }) => attacks.some(({ threat }) => threat === id));
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed > 0) return seed;
  throw new Misuse(`--seed is "${text}". Give a whole number from 1.`);
}

/** In another order for each seed: attacks that share a scene must not need one another. */
function shuffled(attacks: readonly Attack[], seed: number): readonly Attack[] {
  // Park and Miller's generator.
  let state = seed;
  const keyed = attacks.map((attack) => {
    state = (state * 48_271) % 2_147_483_647;
    return { attack, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ attack }) => attack);
}

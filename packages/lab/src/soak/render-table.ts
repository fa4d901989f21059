import type { SoakReport } from './report.ts';
import { isFine, type Played } from './soak.ts';

/** The table of cases by kind, what went wrong and how to see it again, and the verdict as the last line. */
export function renderTable(report: SoakReport): string {
  const { cases, enumerated, random, seed, lost, double } = report;
  const kinds = [...new Set(cases.map(({ kind }) => kind))].toSorted();
  const text = [
    line('kind', 'cases', 'struck', 'requests', 'red runs', 'by hand', 'wrong', 'lost', 'double'),
    ...kinds.map((kind) =>
      row(
        kind,
        cases.filter((one) => one.kind === kind),
      ),
    ),
    row('all', cases),
    '',
    ...cases.filter((one) => !isFine(one)).map((one) => renderFinding(one, seed)),
    ...cases
      .filter(({ hand }) => hand.length > 0)
      .map(({ what, hand }) => `Needed a hand: ${what}: ${hand.join(', ')}`),
    `${enumerated.played} of ${enumerated.all} enumerated cases and ${random} random ones (seed ${seed}) in ${report.seconds} s; ${report.neededAHand} requests needed a hand; ${report.wrong} replies wrong.`,
    renderTurnCalls(report),
    `${lost} lost, ${double} double`,
  ];
  return `${text.filter((one, index) => one !== '' || index < text.length - 4).join('\n')}\n`;
}

/** What the length of a thread costs. */
export function renderTurnCalls({ turnCalls }: Pick<SoakReport, 'turnCalls'>): string {
  if (turnCalls.length === 0) return '';
  const figures = turnCalls.map(({ comments, calls }) => `${calls} with ${comments.toLocaleString('en-US')} comments`);
  return `API calls for the next turn of a thread: ${figures.join(', ')}.`;
}

function renderFinding({ what, lost, double, wrong, logs }: Played, seed: number): string {
  const found = [
    ...lost.map((one) => `lost ${one}`),
    ...double.map((one) => `double ${one}`),
    ...wrong.map((one) => `wrong: ${one}`),
  ];
  const again = /^random \d+/.exec(what)?.[0] ?? what;
  return `${what}: ${found.join('; ')}. The logs are in ${logs}\n  npm run soak -- --seed ${seed} --only ${JSON.stringify(again)}`;
}

function row(kind: string, cases: readonly Played[]): string {
  const sum = (of: (one: Played) => number) => String(cases.reduce((all, one) => all + of(one), 0));
  return line(
    kind,
    String(cases.length),
    sum(({ kills, faults }) => kills.length + faults.length),
    sum(({ requests }) => requests),
    sum(({ red }) => red),
    sum(({ hand }) => hand.length),
    sum(({ wrong }) => wrong.length),
    sum(({ lost }) => lost.length),
    sum(({ double }) => double.length),
  );
}

function line(kind: string, ...figures: readonly string[]): string {
  return `${kind.padEnd(34)}${figures.map((figure) => figure.padStart(9)).join('')}`;
}

import type { Recovery } from './play-case.ts';
import type { Played, SoakReport } from './soak.ts';

/** The table of cases by kind, what went wrong, and the verdict as the last line. */
export function renderTable({ cases, enumerated, lost, double, seed }: SoakReport): string {
  const kinds = [...new Set(cases.map(({ kind }) => kind))].toSorted();
  const rows = kinds.map((kind) =>
    row(
      kind,
      cases.filter((one) => one.kind === kind),
    ),
  );
  const told = (how: Recovery) => cases.filter(({ recovery }) => recovery === how).length;
  const wrong = cases.filter(({ logs }) => logs !== undefined);
  const text = [
    line('kind', 'cases', 'struck', 'requests', 'lost', 'double'),
    ...rows,
    row('all', cases),
    '',
    ...wrong.map(
      (one) =>
        `${one.what}: lost ${one.lost.join(', ') || 'none'}; double ${one.double.join(', ') || 'none'}. The logs are in ${one.logs}`,
    ),
    `${told('re-run as told')} cases went on with a re-run that the reply asked for, ${told('re-run of a red run')} with a re-run of a thread's first run, which died before it could say anything.`,
    `${enumerated.played} of ${enumerated.all} enumerated cases, ${cases.length - enumerated.played} random ones (seed ${seed}).`,
    `${lost} lost, ${double} double`,
  ];
  return `${text.join('\n')}\n`;
}

function row(kind: string, cases: readonly Played[]): string {
  const sum = (of: (one: Played) => number) => String(cases.reduce((all, one) => all + of(one), 0));
  return line(
    kind,
    String(cases.length),
    sum(({ struck }) => Number(struck)),
    sum(({ requests }) => requests),
    sum(({ lost }) => lost.length),
    sum(({ double }) => double.length),
  );
}

function line(kind: string, ...figures: readonly string[]): string {
  return `${kind.padEnd(30)}${figures.map((figure) => figure.padStart(10)).join('')}`;
}

const width = 900;
const left = 220;
const rowHeight = 24;

/** Cases over time, a row for each kind; what went wrong is red. */
export function renderPlot({ cases, minutes }: SoakReport): string {
  const kinds = [...new Set(cases.map(({ kind }) => kind))].toSorted();
  const height = (kinds.length + 2) * rowHeight;
  const end = Math.max(minutes * 60, ...cases.map(({ at, ms }) => at + ms / 1000), 1);
  const x = (seconds: number) => (left + (seconds / end) * (width - left - 20)).toFixed(1);
  const labels = kinds.map((kind, index) => `<text x="8" y="${index * rowHeight + 20}">${kind}</text>`);
  const marks = cases.map((one) => {
    const y = kinds.indexOf(one.kind) * rowHeight + 9;
    const length = Math.max(1, Number(x(one.at + one.ms / 1000)) - Number(x(one.at)));
    const color = one.logs === undefined ? '#2a7' : '#c22';
    return `<rect x="${x(one.at)}" y="${y}" width="${length.toFixed(1)}" height="12" fill="${color}" fill-opacity=".6"/>`;
  });
  const ticks = Array.from({ length: Math.floor(end / 60) + 1 }, (_, minute) => {
    return `<text x="${x(minute * 60)}" y="${height - 12}">${minute} min</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>${[...labels, ...marks, ...ticks].join('')}</svg>\n`;
}

import { renderTurnCalls } from './render-table.ts';
import type { SoakReport } from './report.ts';
import { isFine, type Played } from './soak.ts';

const width = 960;
const left = 230;
const right = 70;
const top = 56;
const rowHeight = 22;

/** Cases over time, a row for each kind with their number; what went wrong is red, what needed a hand amber. */
export function renderPlot(report: SoakReport): string {
  const { cases, seconds } = report;
  const kinds = [...new Set(cases.map(({ kind }) => kind))].toSorted();
  const height = top + kinds.length * rowHeight + 40;
  const scale = (width - left - right) / Math.max(seconds, 1);
  const rows = kinds.map((kind, index) =>
    renderRow(
      kind,
      cases.filter((one) => one.kind === kind),
      top + index * rowHeight,
      scale,
    ),
  );
  const ticks = Array.from({ length: Math.floor(seconds / 60) + 1 }, (_, minute) => {
    const x = (left + minute * 60 * scale).toFixed(1);
    return `<line x1="${x}" x2="${x}" y1="${top - 4}" y2="${height - 34}" stroke="#ddd"/><text x="${x}" y="${height - 20}" text-anchor="middle" fill="#555">${minute} min</text>`;
  });
  const parts = [
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(8, 20, title(report), 'font-size="15" font-weight="bold"'),
    text(8, 39, renderTurnCalls(report), 'fill="#555"'),
    ...ticks,
    ...rows,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">${parts.join('')}</svg>\n`;
}

function title({ lost, double, schedules, enumerated, neededAHand }: SoakReport): string {
  return `${lost} lost, ${double} double: ${schedules} cases (${enumerated.played} of ${enumerated.all} enumerated), ${neededAHand} requests needed a hand`;
}

function renderRow(kind: string, cases: readonly Played[], y: number, scale: number): string {
  const marks = cases.map((one) => {
    const x = (left + one.at * scale).toFixed(1);
    const length = Math.max(1.5, (one.ms / 1000) * scale).toFixed(1);
    return `<rect x="${x}" y="${y + 4}" width="${length}" height="12" fill="${colorOf(one)}" fill-opacity=".55"/>`;
  });
  const count = text(width - right + 10, y + 14, `× ${cases.length}`, 'fill="#555"');
  return `${text(8, y + 14, kind)}${marks.join('')}${count}`;
}

function colorOf(one: Played): string {
  if (!isFine(one)) return '#c22';
  return one.hand.length > 0 ? '#e90' : '#2a7';
}

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${x}" y="${y}" ${more}>${words}</text>`;

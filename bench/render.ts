import type { Result } from './measure.ts';

/** A table in Markdown: what, how much, how much is allowed. */
export function renderTable(results: readonly Result[]): string {
  const head = ['what', 'median', 'min – max', 'rounds', 'budget', ''];
  const rows = results.map((result) => [
    result.note === undefined ? result.name : `${result.name} (${result.note})`,
    amount(result.median, result.unit),
    `${amount(result.min, result.unit)} – ${amount(result.max, result.unit)}`,
    String(result.rounds),
    result.budget === undefined ? '' : amount(result.budget, result.unit),
    verdict(result),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function verdict({ median, budget }: Result): string {
  if (budget === undefined) return '';
  return median <= budget ? 'within' : '**over**';
}

function amount(value: number, unit: Result['unit']): string {
  if (unit === 'calls') return String(value);
  if (unit === 'MB') return `${value.toFixed(2)} MB`;
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

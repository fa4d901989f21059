import type { StepReport, StoryReport } from './report.ts';

/** The table that ends the story. */
export function renderSummary({ steps, totalMs, ok }: StoryReport): string {
  const rows = steps.map(cells);
  const head = ['step', 'thread', 'decision', 'outcome', 'Codex session', 'PR', 'bundle', 'API calls', 'seconds'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const result = ok ? 'Every step ended as it should' : 'NOT every step ended as it should';
  return [
    '',
    line(head),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
    '',
    `${result}, in ${(totalMs / 1000).toFixed(1)} s.`,
  ].join('\n');
}

function cells(step: StepReport): readonly string[] {
  return [
    `${step.event} by ${step.actor}`,
    step.thread,
    step.decision,
    step.outcome,
    step.codexThreadId?.slice(0, 13) ?? '–',
    step.prNumber === null ? '–' : `#${step.prNumber}`,
    step.artifact ? `${(step.artifact.bytes / 1024).toFixed(1)} kB` : '–',
    String(step.apiCalls),
    (step.ms / 1000).toFixed(1),
  ];
}

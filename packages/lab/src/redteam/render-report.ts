import type { RedteamReport } from './report.ts';
import type { Outcome, Verdict } from './verdict.ts';

const words: Readonly<Record<Outcome['kind'], string>> = {
  stopped: 'stopped',
  'not-stopped': 'NOT STOPPED',
  empty: 'EMPTY',
  broken: 'BROKEN',
  'left-out': 'left out',
};

/** A line for each attack as it is judged. */
export function renderVerdict({ attack, outcome, ms }: Verdict): string {
  const line = `${words[outcome.kind].padEnd(12)} ${attack.threat}: ${attack.name} (${(ms / 1000).toFixed(1)} s)\n`;
  return outcome.kind === 'broken' ? `${line}${indent(outcome.message)}\n` : line;
}

/** What a whole run came to, by threat. */
export function renderReport(report: RedteamReport): string {
  const byThreat = Map.groupBy(report.verdicts, ({ threat }) => threat);
  const parts = [...byThreat].map(([threat, verdicts]) => {
    const lines = verdicts.map(({ outcome, name, wins }) => `  ${words[outcome].padEnd(12)} ${name}: ${wins}\n`);
    return `${threat}, stopped by: ${verdicts[0]?.by ?? ''}\n${lines.join('')}`;
  });
  return `${parts.join('\n')}\n${summary(report)}`;
}

function summary({ attacks, stopped, notStopped, empty, broken, leftOut, unproven }: RedteamReport): string {
  const counts = [
    `${stopped} of ${attacks} attacks stopped, and won without their defence`,
    `${notStopped} not stopped`,
    `${empty} empty (lost without their defence, too)`,
    `${broken} broken`,
    ...(leftOut > 0 ? [`${leftOut} left out`] : []),
  ];
  const rest = unproven.length > 0 ? `No attack of this run was about: ${unproven.join(', ')}.\n` : '';
  return `${counts.join(', ')}.\n${rest}`;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '    ');
}

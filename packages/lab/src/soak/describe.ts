import { type Case, type Kill, kindOf, kindOfKill, type PlannedFault } from './case.ts';

/** A case in words: they say what went wrong, and `--only` finds it by them. */
export function describeCase(one: Case): string {
  if (one.kind === 'row') return `in a row: ${one.kills.map(describeKill).join(', ')}`;
  if (one.kind !== 'disturbed') return kindOf(one);
  const details = [
    ...one.kills.map(describeKill),
    ...describeFaults(one.faults),
    ...(one.comments > 0 ? [`${one.comments} more comments`] : []),
    ...(one.reruns === true ? ['red runs are re-run'] : []),
  ];
  const name = one.name === undefined ? '' : `${one.name}: `;
  return `${name}${one.stage}: ${details.join(', ') || 'nothing'}`;
}

function describeKill(kill: Kill): string {
  const what = kindOfKill(kill);
  switch (kill.kind) {
    case 'process':
    case 'runner':
      return `${what}: ${kill.at.job}/${kill.at.name}`;
    case 'codex':
      return `${what}: ${kill.moment}`;
    case 'call':
      return `${what}: ${kill.route.name}${kill.nth > 1 ? ` (${kill.nth})` : ''}`;
  }
}

function describeFaults(faults: readonly PlannedFault[]): readonly string[] {
  const [first] = faults;
  const alike = faults.length > 2 && faults.every(({ kind, times }) => kind === first?.kind && times === 1);
  if (alike) return [`${first?.kind} × 1 for each of ${faults.length} calls`];
  return faults.map(({ kind, route, times }) => `${kind} × ${times} for ${route.name}`);
}

import type { Threat } from './threat.ts';
import type { Outcome, Verdict } from './verdict.ts';

/** What `--report` writes. */
export interface RedteamReport {
  readonly attacks: number;
  readonly stopped: number;
  readonly notStopped: number;
  readonly empty: number;
  readonly broken: number;
  /** Run only without `--quick`. */
  readonly leftOut: number;
  /** Threats that no attack of this run was about. */
  readonly unproven: readonly string[];
  readonly verdicts: readonly ReportedVerdict[];
}

interface ReportedVerdict {
  readonly threat: string;
  readonly name: string;
  readonly wins: string;
  readonly outcome: Outcome['kind'];
  readonly message?: string;
  /** What stopped it. */
  readonly by: string;
  /** The files where that stands. */
  readonly defenceIn: readonly string[];
  readonly ms: number;
}

/** Counts what a run came to. */
export function reportOf(verdicts: readonly Verdict[], threats: readonly Threat[]): RedteamReport {
  const count = (kind: Outcome['kind']) => verdicts.filter(({ outcome }) => outcome.kind === kind).length;
  const attacked = new Set<string>(verdicts.map(({ attack }) => attack.threat));
  return {
    attacks: verdicts.length,
    stopped: count('stopped'),
    notStopped: count('not-stopped'),
    empty: count('empty'),
    broken: count('broken'),
    leftOut: count('left-out'),
    unproven: threats.map(({ id }) => id).filter((id) => !attacked.has(id)),
    verdicts: threats.flatMap((threat) =>
      verdicts
        .filter(({ attack }) => attack.threat === threat.id)
        .sort((a, b) => (a.attack.name < b.attack.name ? -1 : 1))
        .map((verdict) => reported(verdict, threat)),
    ),
  };
}

/** Whether everything that was run is proven to be stopped. */
export function isProven({ notStopped, empty, broken, attacks }: RedteamReport): boolean {
  return attacks > 0 && notStopped + empty + broken === 0;
}

function reported({ attack, outcome, ms }: Verdict, { defence }: Threat): ReportedVerdict {
  const { threat, name, wins, without } = attack;
  const message = outcome.kind === 'broken' ? { message: outcome.message } : {};
  const defenceIn = [...new Set(without.map(({ file }) => file))];
  return { threat, name, wins, outcome: outcome.kind, ...message, by: defence, defenceIn, ms };
}

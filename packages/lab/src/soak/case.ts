import type { Route } from './route.ts';

/** What a case disturbs: the first request of an issue, the first in its pull request, or a further one there. */
export type Stage = 'opening' | 'moved' | 'follow-up';

/** A moment inside codex-run at which its process can be killed. */
export const codexMoments = [
  'before-codex',
  'session-started',
  'during-command',
  'after-answer',
  'writing-state',
] as const;
export type CodexMoment = (typeof codexMoments)[number];

/** A step of a run, by the end of its job's name and its number in the job. */
export interface StepPlace {
  readonly job: string;
  readonly step: number;
  readonly name: string;
}

/** Something that ends a process or a whole machine without a word. */
export type Kill =
  | { readonly kind: 'process'; readonly at: StepPlace }
  | { readonly kind: 'runner'; readonly at: StepPlace; readonly when: 'before' | 'after' }
  /** `kill -9` in the middle of codex-run; with `machine`, nothing of the job goes on after it. */
  | { readonly kind: 'codex'; readonly at: StepPlace; readonly moment: CodexMoment; readonly machine: boolean };

/** How GitHub can fail to answer. `lost` is an answer that never came although the call took effect. */
export const faultKinds = ['500', '502', '403', '429', 'reset', 'lost'] as const;
export type FaultKind = (typeof faultKinds)[number] | 'halved' | '409';

export interface PlannedFault {
  readonly kind: FaultKind;
  readonly route: Route;
  readonly times: number;
}

/** One thing that the soak tries. */
export type Case =
  | {
      readonly kind: 'disturbed';
      readonly stage: Stage;
      readonly kills: readonly Kill[];
      readonly faults: readonly PlannedFault[];
      /** More comments while the turn runs. */
      readonly comments: number;
    }
  | { readonly kind: 'burst'; readonly comments: number }
  | { readonly kind: 'crowd'; readonly threads: number };

/** The row of the table that a case belongs to. */
export function kindOf(one: Case): string {
  switch (one.kind) {
    case 'burst':
      return `burst of ${one.comments} comments`;
    case 'crowd':
      return `${one.threads} threads at once`;
    case 'disturbed':
      return one.kills.length + one.faults.length > 1 ? 'combination' : kindOfTrouble(one.kills[0], one.faults[0]);
  }
}

function kindOfTrouble(kill: Kill | undefined, fault: PlannedFault | undefined): string {
  if (kill !== undefined) return kindOfKill(kill);
  if (fault === undefined) return 'undisturbed';
  const uploads = fault.kind === 'halved' || fault.kind === '409' || fault.times > 1;
  return uploads ? 'artifact upload' : `answer ${fault.kind}`;
}

function kindOfKill(kill: Kill): string {
  switch (kill.kind) {
    case 'process':
      return 'kill -9 of a step';
    case 'runner':
      return `runner lost ${kill.when} a step`;
    case 'codex':
      return kill.machine ? 'runner lost in codex-run' : 'kill -9 in codex-run';
  }
}

/** A case in words, for a list of what went wrong. */
export function describeCase(one: Case): string {
  if (one.kind !== 'disturbed') return kindOf(one);
  const kills = one.kills.map((kill) => {
    const moment = kill.kind === 'codex' ? ` (${kill.moment}${kill.machine ? ', machine' : ''})` : '';
    return `${kindOfKill(kill)}${moment} at ${kill.at.job}/${kill.at.name}`;
  });
  const faults = one.faults.map(({ kind, route, times }) => `${kind} × ${times} for ${route.name}`);
  const more = one.comments > 0 ? [`${one.comments} more comments`] : [];
  return `${one.stage}: ${[...kills, ...faults, ...more].join(', ') || 'nothing'}`;
}

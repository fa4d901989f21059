import type { Route } from './route.ts';

/**
 * What a case disturbs: the first request of an issue, the first in its pull request, a further one there, or one
 * whose Codex run is killed anyway, so that the notifier has to speak.
 */
export type Stage = 'opening' | 'moved' | 'follow-up' | 'failing';

/** A moment inside codex-run at which its process can be killed. */
export const codexMoments = [
  'before-codex',
  'session-started',
  'during-command',
  'after-answer',
  'writing-state',
] as const;
export type CodexMoment = (typeof codexMoments)[number];

/** A step of a run that uses an action: by the end of its job's name and the name of the action. */
export interface StepPlace {
  readonly job: string;
  readonly name: string;
}

/** Something that ends a process or a whole machine without a word. */
export type Kill =
  | { readonly kind: 'process'; readonly at: StepPlace }
  | { readonly kind: 'runner'; readonly at: StepPlace; readonly when: 'before' | 'after' }
  /** `kill -9` in the middle of codex-run; with `machine`, nothing of the job goes on after it. */
  | { readonly kind: 'codex'; readonly at: StepPlace; readonly moment: CodexMoment; readonly machine: boolean }
  /** `kill -9` of the step that makes the nth call of a route: nothing came of the call, or it took effect. */
  | { readonly kind: 'call'; readonly route: Route; readonly nth: number; readonly when: 'before' | 'after' };

/** How GitHub can fail to answer. `lost` is an answer that never came although the call took effect. */
export const faultKinds = ['500', '502', '403', '429', 'reset', 'lost', 'timeout'] as const;
/** `late` takes effect, and the answer does not come in time. */
export type FaultKind = (typeof faultKinds)[number] | 'late' | 'halved' | '409';

export interface PlannedFault {
  readonly kind: FaultKind;
  readonly route: Route;
  readonly times: number;
}

/** A request that something happens to. */
export interface Disturbed {
  readonly kind: 'disturbed';
  readonly stage: Stage;
  readonly kills: readonly Kill[];
  readonly faults: readonly PlannedFault[];
  /** More comments while the turn runs. */
  readonly comments: number;
  /** A person re-runs what is red before anything else, whether it would mend itself or not. */
  readonly reruns?: boolean;
  /** What repeats a random case. */
  readonly name?: string;
}

/** One thing that the soak tries. */
export type Case =
  | Disturbed
  /** Further requests, each of whose runs is killed elsewhere. */
  | { readonly kind: 'row'; readonly kills: readonly Kill[] }
  | { readonly kind: 'burst'; readonly comments: number }
  | { readonly kind: 'crowd'; readonly threads: number }
  /** The comment after a chain of cases that needed no mending: it has to work as each of them did. */
  | { readonly kind: 'next' };

/** A request of a stage to which the given things happen. */
export function disturbed(stage: Stage, kills: readonly Kill[], faults: readonly PlannedFault[] = []): Disturbed {
  return { kind: 'disturbed', stage, kills, faults, comments: 0 };
}

/** The row of the table that a case belongs to. */
export function kindOf(one: Case): string {
  switch (one.kind) {
    case 'burst':
      return `burst of ${one.comments} comments`;
    case 'crowd':
      return `${one.threads} threads at once`;
    case 'row':
      return 'killed runs in a row';
    case 'next':
      return 'the comment after a chain';
    case 'disturbed':
      return kindOfTrouble(one);
  }
}

function kindOfTrouble({ name, stage, kills, faults }: Disturbed): string {
  const [kill] = stage === 'failing' ? kills.slice(1) : kills;
  const [fault] = faults;
  if (name !== undefined) return 'random combination';
  if (fault === undefined) return `${kill === undefined ? 'undisturbed' : kindOfKill(kill)}${inNotify(stage)}`;
  if (faults.length > 1) return `each call ${fault.kind}`;
  return `${isUpload(fault) ? 'artifact upload' : `answer ${fault.kind}`}${inNotify(stage)}`;
}

const inNotify = (stage: Stage): string => (stage === 'failing' ? ', in notify' : '');

const isUpload = ({ kind, times }: PlannedFault): boolean => kind === 'halved' || kind === '409' || times > 1;

/** What a kill is called in tables. */
export function kindOfKill(kill: Kill): string {
  switch (kill.kind) {
    case 'process':
      return 'kill -9 of a step';
    case 'runner':
      return `runner lost ${kill.when} a step`;
    case 'codex':
      return kill.machine ? 'runner lost in codex-run' : 'kill -9 in codex-run';
    case 'call':
      return `kill -9 ${kill.when} a call`;
  }
}

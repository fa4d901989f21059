import type { Pictures } from '../attachment/pictures.ts';
import type { OwnPrices } from '../cost/estimate-cost.ts';
import type { FailureCode } from '../failure/catalogue.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { OutboxApply, OutboxReply } from '../outbox/outbox.ts';
import type { StructuredAnswer } from '../outcome/structured-answer.ts';
import type { WorkingTree } from '../proposal/ports.ts';
import type { LookPorts } from '../request/look.ts';
import type { Request } from '../request/request.ts';
import type { Trigger } from '../route/trigger.ts';
import type { AdmissionPolicy, PermissionLookup } from '../standing/standing.ts';
import type { Conversation } from '../thread/conversation.ts';
import type { Transcripts } from './transcripts.ts';
import type { Agent } from './turn.ts';

export interface DrainPorts {
  readonly conversation: LookPorts['conversation'] & Pick<Conversation, 'facts' | 'newestComments'>;
  readonly people: PermissionLookup;
  readonly pictures: Pictures;
  readonly tree: Pick<WorkingTree, 'changesSince' | 'revert' | 'putBack' | 'settledPatch'>;
  readonly transcripts: Transcripts;
  /** Gets Codex ready; called once, and only when there is a turn to take. */
  prepareAgent(): Promise<Agent>;
  /** Called after each turn: what a run has done must survive the end of its process. */
  keep(drained: Drained): Promise<void>;
  /** Says in the log what did not go well and stops nothing. */
  warn(message: string): void;
  readonly now: () => Date;
}

export interface DrainOrder {
  readonly policy: AdmissionPolicy;
  readonly trigger: Trigger;
  readonly codexVersion: string;
  /** The workflow's own; what a person set for the thread goes before it. */
  readonly model: string | undefined;
  readonly effort: string | undefined;
  /** Whether all requests that wait are answered in one turn. */
  readonly coalesce: boolean;
  readonly run: number;
  /** What the team says that tokens cost. */
  readonly prices?: OwnPrices;
  readonly cancelled: AbortSignal;
}

/** How a run's turns came out, as far as they got. */
export interface Drained {
  readonly ledger: Ledger;
  readonly replies: readonly OutboxReply[];
  /** The requests that what is in the files answers. Their texts name the change. */
  readonly answered: readonly Request[];
  /** `nothing`: no request was open. `failed` carries the reason that the run ends red with. */
  readonly outcome: 'nothing' | 'answered' | 'refused' | 'cancelled' | 'failed';
  readonly failure: { readonly code: FailureCode; readonly what: string; readonly fix: string } | undefined;
  /** The last answer, where it was to fit a schema. */
  readonly structured?: StructuredAnswer;
  /** A maintainer asked for the patch of a reply. */
  readonly apply?: OutboxApply;
  /** A person asked for the pull request now. */
  readonly openNow: boolean;
  readonly takenBack: {
    /** Commits of the branch that the change of this run reverts. */
    readonly commits: readonly string[];
    /** Whether the change that an earlier run left unpublished is no longer in the files. */
    readonly carried: boolean;
  };
}

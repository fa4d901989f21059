import type { FailureCode } from '../failure/catalogue.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { OutboxReply } from '../outbox/outbox.ts';
import type { Request } from '../request/request.ts';
import type { AdmissionPolicy, PermissionLookup } from '../standing/standing.ts';
import type { Conversation } from '../thread/conversation.ts';
import type { Agent } from './turn.ts';

export interface DrainPorts {
  readonly conversation: Pick<Conversation, 'commentsSince'>;
  readonly people: PermissionLookup;
  /** Gets Codex ready; called once, and only when there is a turn to take. */
  prepareAgent(): Promise<Agent>;
  /** Called after each turn: what a run has done must survive the end of its process. */
  keep(drained: Drained): Promise<void>;
  readonly now: () => Date;
}

export interface DrainOrder {
  readonly policy: AdmissionPolicy;
  readonly codexVersion: string;
  readonly model: string | undefined;
  readonly effort: string | undefined;
  readonly run: number;
  readonly cancelled: AbortSignal;
}

/** How a run's turns came out, as far as they got. */
export interface Drained {
  readonly ledger: Ledger;
  readonly replies: readonly OutboxReply[];
  readonly answered: readonly Request[];
  /** `nothing`: no request was open. `failed` carries the reason that the run ends red with. */
  readonly outcome: 'nothing' | 'answered' | 'refused' | 'cancelled' | 'failed';
  readonly failure: { readonly code: FailureCode; readonly what: string; readonly fix: string } | undefined;
}

import type { ForkPolicy } from '../fork/authorise-head.ts';
import type { ForkHead } from '../fork/fork-head.ts';
import type { Proposals, WorkingTree } from '../proposal/ports.ts';
import type { QueuedRequests } from '../queue/request-queue.ts';
import type { Request, RequestId } from '../request/request.ts';
import type { Start } from '../route/route.ts';
import type { Trigger } from '../route/trigger.ts';
import type { AdmissionPolicy, PermissionLookup, Person } from '../standing/standing.ts';
import type { ArtifactStore } from '../store/artifact-store.ts';
import type { Conversation } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import type { Sandbox } from '../turn/turn.ts';
import type { CarryPorts } from './carry.ts';
import type { TrustPolicy } from './trust.ts';

export interface RestorePorts extends CarryPorts {
  readonly conversation: Conversation;
  readonly people: PermissionLookup;
  readonly artifacts: ArtifactStore;
  readonly proposals: Proposals;
  readonly tree: WorkingTree;
  readonly queue: QueuedRequests;
}

/** Where the request of a run is to be found. */
export type RequestSource =
  /** In the run's event, which was admitted. */
  | { readonly kind: 'event'; readonly request: Request; readonly asker: Person; readonly openedBy: Person | undefined }
  /** On GitHub, by its id. */
  | { readonly kind: 'named'; readonly id: RequestId }
  /** In a file of the queue. */
  | { readonly kind: 'queued'; readonly path: string };

export interface RestoreSettings {
  readonly thread: Thread;
  readonly start: Start;
  readonly attempt: number;
  /** The attempt that the router has counted against the limits; left out where nothing is limited. */
  readonly countedAttempt?: number;
  /** Head branch of a pull request, empty where it is still to be looked up; default branch for an issue. */
  readonly branch: string;
  readonly base: string;
  readonly branchTemplate: string;
  readonly sandbox: Sandbox;
  /** Undefined when the caller gave none: then no bundle can be opened. */
  readonly sessionKey: string | undefined;
  /** A key that was replaced: it still opens what it sealed. */
  readonly oldSessionKey?: string | undefined;
  /** Who started the run again; absent in its first attempt. */
  readonly rerunBy?: Person | undefined;
  readonly trigger: Trigger;
  /** Younger requests are left: in the explicit queue, those of other threads wait before them. ISO 8601. */
  readonly until?: string;
  readonly policy: AdmissionPolicy;
  readonly trust: TrustPolicy;
  /** `owner/name`: a pull request from any other is a fork's. */
  readonly repository: string;
  readonly forks: ForkPolicy;
  /** The commit of a fork that the router authorised; undefined where none was. */
  readonly sha?: string;
}

export interface RestoreCall extends RestoreSettings {
  readonly source: RequestSource;
}

/** What to restore for, once the request of the run is known. */
export interface RestoreOrder extends RestoreSettings {
  readonly request: Request;
  /** The text that was admitted with the event; undefined where the request was read from GitHub just now. */
  readonly authorisedText: string | undefined;
  /** Who asked for the run. */
  readonly asker: Person;
  /** Set where the head of the pull request is a stranger's. */
  readonly fork?: ForkHead;
  /** Who opened the issue; undefined for a run by hand, which names its thread. */
  readonly openedBy: Person | undefined;
}

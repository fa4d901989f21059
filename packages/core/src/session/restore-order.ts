import type { Proposals, WorkingTree } from '../proposal/ports.ts';
import type { Request } from '../request/request.ts';
import type { Start } from '../route/route.ts';
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
}

export interface RestoreOrder {
  readonly thread: Thread;
  readonly start: Start;
  /** The request of this run's event, with the text that was authorised. */
  readonly request: Request;
  /** Who opened the issue; undefined for a run by hand, which names its thread. */
  readonly openedBy: Person | undefined;
  readonly attempt: number;
  /** Head branch of a pull request, default branch for an issue. */
  readonly branch: string;
  readonly base: string;
  readonly branchTemplate: string;
  readonly sandbox: Sandbox;
  /** Undefined when the caller gave none: then no bundle can be opened. */
  readonly sessionKey: string | undefined;
  readonly policy: AdmissionPolicy;
  readonly trust: TrustPolicy;
}

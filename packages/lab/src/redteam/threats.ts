import type { Threat } from './threat.ts';
import { attachmentsThreats } from './threats/attachments.ts';
import { cageThreats } from './threats/cage.ts';
import { conversationThreats } from './threats/conversation.ts';
import { forksThreats } from './threats/forks.ts';
import { keysThreats } from './threats/keys.ts';
import { leaveThreats } from './threats/leave.ts';
import { outboxThreats } from './threats/outbox.ts';
import { sessionsThreats } from './threats/sessions.ts';
import { standingThreats } from './threats/standing.ts';
import { supplyThreats } from './threats/supply.ts';
import { transcriptsThreats } from './threats/transcripts.ts';

const rows = [
  ...standingThreats,
  ...conversationThreats,
  ...attachmentsThreats,
  ...forksThreats,
  ...cageThreats,
  ...keysThreats,
  ...leaveThreats,
  ...sessionsThreats,
  ...outboxThreats,
  ...transcriptsThreats,
  ...supplyThreats,
] as const;

/** Names a line of the threat model. */
export type ThreatId = (typeof rows)[number]['id'];

/** All that is known to threaten whoever switches the worker on, in the order of docs/threat-model.md. */
export const threats: readonly (Threat & { readonly id: ThreatId })[] = rows;

import type { Outbox } from '../outbox/outbox.ts';
import { isAnswered } from './propose-notes.ts';
import type { ProposeSettings } from './propose-settings.ts';

type Wishes = Pick<ProposeSettings, 'thread' | 'pullRequest'>;

/** Whether something may be pushed or opened because of an outbox: otherwise GitHub is asked nothing. */
export function callsForProposal(
  { change, apply, proposal, replies }: Outbox,
  { thread, pullRequest }: Wishes,
): boolean {
  if (change !== undefined || apply !== undefined) return true;
  if (thread.kind === 'pr') return false;
  // Without a change of its own, a run may open what earlier ones have pushed: on request, or when a cut-off turn is answered.
  return proposal.openNow === true || (pullRequest === 'auto' && proposal.pushed && isAnswered({ replies }));
}

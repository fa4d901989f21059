import type { Outbox } from '../outbox/outbox.ts';
import { callsForProposal } from './calls-for-proposal.ts';
import { openPullRequest } from './open-pull-request.ts';
import type { Proposals, Publisher } from './ports.ts';
import type { Landed, NothingLost } from './propose-end.ts';
import { forbidden, none, noted, nothingToOpen, openAlready } from './propose-notes.ts';
import type { ProposeSettings } from './propose-settings.ts';
import type { About } from './pull-request-body.ts';

/** Opens what earlier runs have pushed, where this one has no change of its own. */
export async function proposeLate(
  { publisher, proposals }: { readonly publisher: Publisher; readonly proposals: Proposals },
  outbox: Outbox,
  settings: ProposeSettings,
): Promise<NothingLost> {
  const { branch, base, openNow } = outbox.proposal;
  if (settings.thread.kind === 'pr') return openNow ? noted(none(), [openAlready(settings.thread.number)]) : none();
  if (!callsForProposal(outbox, settings)) return none();
  // The push may have been refused: then there is nothing to complete.
  const state = await publisher.look(branch, base);
  if (!state) return nothingToOpen(outbox);
  const about: About = { template: state.template, subjects: state.subjects };
  if (settings.pullRequest === 'never') return noted(none(), [forbidden(outbox, settings, about)]);
  const existing = await proposals.findByHead(branch);
  if (existing?.state === 'open') return openNow ? noted(none(), [openAlready(existing.number)]) : none();
  // A pull request that a person closed is opened a second time only if a person asks for it.
  if (existing && !openNow) return none();
  const landed: Landed = { branch, sha: state.sha, leftOut: [] };
  return (await openPullRequest(proposals, outbox, settings, { landed, about })) ?? nothingToOpen(outbox);
}

import type { Outbox } from '../outbox/outbox.ts';
import { openPullRequest } from './open-pull-request.ts';
import type { Proposals, Publisher } from './ports.ts';
import type { Landed, NothingLost } from './propose-end.ts';
import { forbidden, isAnswered, none, noted, nothingToOpen, openAlready } from './propose-notes.ts';
import type { ProposeSettings } from './propose-settings.ts';
import type { About } from './pull-request-body.ts';

/** Without a change of its own, a run may open what earlier ones have pushed: on request, or when a cut-off turn is answered. */
export async function proposeLate(
  { publisher, proposals }: { readonly publisher: Publisher; readonly proposals: Proposals },
  outbox: Outbox,
  settings: ProposeSettings,
): Promise<NothingLost> {
  const { branch, base, pushed, openNow } = outbox.proposal;
  const completes = settings.pullRequest === 'auto' && pushed && isAnswered(outbox);
  if (!openNow && (settings.thread.kind === 'pr' || !completes)) return none();
  if (settings.thread.kind === 'pr') return noted(none(), [openAlready(settings.thread.number)]);
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

import type { Outbox } from '../outbox/outbox.ts';
import { renderPullRequestMarker } from '../reply/marker.ts';
import { commitSubject } from './commit-message.ts';
import { compareUrl } from './compare-url.ts';
import type { Extras, Proposals } from './ports.ts';
import type { Landed, NothingLost } from './propose-end.ts';
import { type About, type BodySettings, pullRequestBody } from './pull-request-body.ts';

export interface OpenSettings extends BodySettings, Partial<Extras> {
  readonly draft: boolean;
  readonly repositoryUrl: string;
}

/** Opens the pull request of a branch and gives it what it is to have; undefined where the branch has nothing of its own. */
export async function openPullRequest(
  proposals: Proposals,
  outbox: Outbox,
  settings: OpenSettings,
  { landed, about }: { readonly landed: Landed; readonly about: About },
): Promise<NothingLost | undefined> {
  const { branch, base, closes } = outbox.proposal;
  const body = `${pullRequestBody(outbox, settings, about)}\n\n${renderPullRequestMarker()}`;
  const title = commitSubject(outbox.proposal.title, closes);
  const end = await proposals.open({ branch, base, title, body, draft: settings.draft });
  switch (end.kind) {
    case 'no-commits':
      return undefined;
    case 'not-permitted':
      return { kind: 'not-permitted', ...landed, compareUrl: compareUrl(outbox, settings, about) };
    case 'refused': {
      const note = { kind: 'not-opened', why: end.why, compareUrl: compareUrl(outbox, settings, about) } as const;
      return { kind: 'pushed', ...landed, notes: [note] };
    }
    case 'opened': {
      const { number: pullRequest, url } = end.pullRequest;
      const { labels = [], reviewers = [] } = settings;
      const notes = await proposals.equip(pullRequest, { labels, reviewers });
      return { kind: 'opened', ...landed, pullRequest, url, ...(notes.length > 0 ? { notes } : {}) };
    }
  }
}

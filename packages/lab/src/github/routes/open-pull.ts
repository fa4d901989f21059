import { countApart, mergeBase } from '../../git-host/commits.ts';
import { branchTip } from '../../git-host/refs.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import { announceThread } from '../events.ts';
import type { Hosted } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { fulfils, needs } from '../permissions.ts';
import { isPull, keepPullRefs } from '../pull-diff.ts';
import { invalid, Refusal } from '../refusal.ts';
import { conversationText, type Fields, requiredText } from '../request-fields.ts';
import { checkTitle } from '../thread-edit.ts';
import { addThread } from './issues.ts';

const resource = 'PullRequest';

/** Opens a pull request from one branch to another, if GitHub would. */
export async function openPull(hosted: Hosted, by: SignedIn, fields: Fields): Promise<PullThread> {
  refuseActions(hosted, by);
  const branches = await readBranches(hosted, fields);
  if (!fulfils(hosted, by, needs.managePulls))
    throw invalid({ resource, code: 'custom', message: 'must be a collaborator' });
  await refuseWithoutReason(hosted, branches);
  const title = checkTitle(requiredText(fields, resource, 'title'));
  const body = fields.text('body') ?? null;
  const thread = addThread(hosted, by, {
    title,
    body: body === null ? null : conversationText(resource, body),
    labels: [],
    assignees: [],
    type: null,
    pull: { ...branches, draft: fields.flag('draft') ?? false, merged: undefined, requestedReviewers: [] },
  });
  if (!isPull(thread)) throw new Error(`Thread ${thread.number} was made as a pull request and is none.`);
  await keepPullRefs(hosted, thread);
  await announceThread(hosted, by, thread, 'opened');
  return thread;
}

/** The repository's setting decides whether a job may open pull requests. */
function refuseActions(hosted: Hosted, by: SignedIn): void {
  if (by.kind === 'job' && !hosted.settings.allowActionsToCreatePullRequests)
    throw new Refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.');
}

interface Branches {
  readonly headBranch: string;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly baseSha: string;
}

async function readBranches(hosted: Hosted, fields: Fields): Promise<Branches> {
  const headBranch = requiredText(fields, resource, 'head').replace(new RegExp(`^${hosted.owner.login}:`), '');
  const baseBranch = requiredText(fields, resource, 'base');
  const [headSha, baseSha] = await Promise.all([branchTip(hosted.git, headBranch), branchTip(hosted.git, baseBranch)]);
  if (headSha === undefined) throw invalid({ resource, field: 'head', code: 'invalid' });
  if (baseSha === undefined) throw invalid({ resource, field: 'base', code: 'invalid' });
  return { headBranch, headSha, baseBranch, baseSha };
}

async function refuseWithoutReason(
  hosted: Hosted,
  { headBranch, headSha, baseBranch, baseSha }: Branches,
): Promise<void> {
  const same = hosted.threads
    .filter(isPull)
    .filter(({ pull }) => pull.fork === undefined)
    .find(({ state, pull }) => state === 'open' && pull.headBranch === headBranch && pull.baseBranch === baseBranch);
  const refuse = (message: string) => invalid({ resource, code: 'custom', message });
  if (same !== undefined) throw refuse(`A pull request already exists for ${hosted.owner.login}:${headBranch}.`);
  if ((await mergeBase(hosted.git, baseSha, headSha)) === undefined)
    throw refuse(`The ${headBranch} branch has no history in common with ${baseBranch}`);
  const { ahead } = await countApart(hosted.git, baseSha, headSha);
  if (ahead === 0) throw refuse(`No commits between ${baseBranch} and ${headBranch}`);
}

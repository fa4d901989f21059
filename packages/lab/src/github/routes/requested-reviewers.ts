import { type Api, type ApiContext, numberParam } from '../api.ts';
import { accountBody } from '../bodies/account-body.ts';
import { type PullThread, pullListBody } from '../bodies/pull-body.ts';
import { announceThread } from '../events.ts';
import { type Hosted, timestamp } from '../hosted.ts';
import { admit, admitSignedIn, needs } from '../permissions.ts';
import { Refusal } from '../refusal.ts';
import { readFields } from '../request-fields.ts';
import { assignable } from '../thread-edit.ts';
import { findPull } from './thread-lookup.ts';

/** Who is asked to review a pull request: read, ask, take back. */
export function requestedReviewerRoutes(api: Api, hosted: Hosted): void {
  const path = '/pulls/:number/requested_reviewers';

  api.get(path, async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    const { pull } = await findPull(hosted, numberParam(c, 'number'));
    const users = pull.requestedReviewers.map((login) => accountBody(hosted, hosted.accounts.get(login)));
    return c.json({ users, teams: [] });
  });

  api.post(path, async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.managePulls);
    const thread = await findPull(hosted, numberParam(c, 'number'));
    const asked = await reviewersOf(hosted, c, thread);
    const before = thread.pull.requestedReviewers;
    const added = [...new Set(asked)].filter((login) => !before.includes(login));
    setReviewers(hosted, thread, [...before, ...added]);
    for (const login of added) await announceThread(hosted, by, thread, 'review_requested', named(hosted, login));
    return c.json(pullListBody(hosted, thread, null), 201);
  });

  api.delete(path, async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.managePulls);
    const thread = await findPull(hosted, numberParam(c, 'number'));
    const asked = await reviewersOf(hosted, c, thread);
    const before = thread.pull.requestedReviewers;
    const removed = before.filter((login) => asked.includes(login));
    setReviewers(
      hosted,
      thread,
      before.filter((login) => !removed.includes(login)),
    );
    for (const login of removed)
      await announceThread(hosted, by, thread, 'review_request_removed', named(hosted, login));
    return c.json(pullListBody(hosted, thread, null));
  });
}

async function reviewersOf(hosted: Hosted, c: ApiContext, thread: PullThread): Promise<readonly string[]> {
  const fields = await readFields(c);
  const asked = fields.texts('reviewers') ?? [];
  if (asked.some((login) => login.toLowerCase() === thread.author.toLowerCase()))
    throw new Refusal(422, 'Review cannot be requested from pull request author.');
  const known = assignable(hosted, asked);
  // The lab's organization has no teams.
  if (known.length < asked.length || (fields.texts('team_reviewers') ?? []).length > 0)
    throw new Refusal(
      422,
      `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${hosted.fullName} repository.`,
    );
  return known;
}

function setReviewers(hosted: Hosted, thread: PullThread, reviewers: string[]): void {
  thread.pull.requestedReviewers = reviewers;
  thread.updatedAt = timestamp(hosted.now());
}

function named(hosted: Hosted, login: string) {
  return { requested_reviewer: accountBody(hosted, hosted.accounts.get(login)) };
}

import type { PullThread } from '../bodies/pull-body.ts';
import type { Hosted } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { isLockedFor } from '../locked.ts';
import { Refusal, unprocessable } from '../refusal.ts';
import type { Fields } from '../request-fields.ts';

/** What a review says on the whole. */
export type Verdict = 'COMMENT' | 'APPROVE' | 'REQUEST_CHANGES';

/** The verdict that a request names; without one the review stays pending. */
export function verdictOf(fields: Fields): Verdict | undefined {
  const event = fields.text('event');
  switch (event) {
    case undefined:
    case null:
    case '':
      return undefined;
    case 'COMMENT':
    case 'APPROVE':
    case 'REQUEST_CHANGES':
      return event;
  }
  throw new Refusal(
    422,
    `Invalid request.\n\nFor 'properties/event', ${JSON.stringify(event)} is not a member of ["APPROVE","REQUEST_CHANGES","COMMENT"].`,
  );
}

/** Refuses a verdict as GitHub does: of one's own work, of a job that may not, without a word, or in a locked conversation. */
export function refuseVerdict(
  hosted: Hosted,
  by: SignedIn,
  thread: PullThread,
  given: { readonly verdict: Verdict | undefined; readonly body: string; readonly comments: number },
): void {
  if (isLockedFor(hosted, by, thread)) throw unprocessable('lock prevents review');
  const { verdict, body, comments } = given;
  if (verdict === undefined) return;
  const own = thread.author === by.account.login;
  if (verdict === 'APPROVE') {
    if (own) throw unprocessable('Can not approve your own pull request');
    if (by.kind === 'job' && !hosted.settings.allowActionsToCreatePullRequests)
      throw unprocessable('GitHub Actions is not permitted to approve pull requests.');
    return;
  }
  if (own && verdict === 'REQUEST_CHANGES') throw unprocessable('Can not request changes on your own pull request');
  if (body.trim() !== '') return;
  if (verdict === 'REQUEST_CHANGES') throw unprocessable('Could not request changes pull request review.');
  if (comments === 0) throw unprocessable('Could not comment pull request review.');
}

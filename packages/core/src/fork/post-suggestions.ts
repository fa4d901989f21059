import { Failure } from '../failure/failure.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { sameLogin } from '../standing/standing.ts';
import type { Conversation } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import { onShownLines, renderSuggestion, type ShownFile, type Suggestion, suggestionsOf } from './suggestions.ts';

/** More would be a mail to everybody that nobody reads: the patch has all of it. */
const MOST = 20;

/** What is said on the lines of a pull request. */
export interface LineReviews {
  /** The files that the pull request changes, the first hundred. */
  changedFiles(pullRequest: number): Promise<readonly ShownFile[]>;
  /** Comments on lines of a commit, all in one review; answers why GitHub refuses them, where it does. */
  comment(pullRequest: number, commit: string, comments: readonly LineComment[]): Promise<string | undefined>;
}

export interface LineComment extends Pick<Suggestion, 'path' | 'startLine' | 'line'> {
  readonly body: string;
}

export interface SuggestPorts {
  readonly conversation: Pick<Conversation, 'reviewCommentsSince'>;
  readonly reviews: LineReviews;
}

export interface SuggestOrder {
  readonly thread: Thread;
  readonly outbox: Outbox;
  readonly headNow: string | undefined;
  readonly ownLogin: string;
  readonly warn: (text: string) => void;
}

/**
 * Shows the patch of a reply on the lines of the pull request too, so that its author can take it with a click. Once, and
 * only on the commit that it is for. The reply has the patch whole: whatever goes wrong here is a warning.
 */
export async function postSuggestions({ conversation, reviews }: SuggestPorts, order: SuggestOrder): Promise<number> {
  const { thread, outbox, headNow, ownLogin, warn } = order;
  const patch = outbox.replies.findLast((reply) => reply.patch)?.patch;
  if (patch === undefined || patch.head !== headNow) return 0;
  try {
    const fitting = onShownLines(suggestionsOf(patch.patch), await reviews.changedFiles(thread.number)).slice(0, MOST);
    if (fitting.length === 0) return 0;
    const there = (await conversation.reviewCommentsSince(thread, outbox.since))
      .filter(({ author }) => sameLogin(author.login, ownLogin))
      .map(({ body, place }) => `${place?.path}\n${body}`);
    const comments = fitting
      .map((suggestion) => ({ ...suggestion, body: renderSuggestion(suggestion) }))
      .filter(({ path, body }) => !there.includes(`${path}\n${body}`))
      .map(({ text: _, ...comment }) => comment);
    if (comments.length === 0) return 0;
    const refusal = await reviews.comment(thread.number, patch.head, comments);
    if (refusal === undefined) return comments.length;
    warn(`The patch is not shown on the lines of #${thread.number}. GitHub refused the comments: ${refusal}`);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    warn(`The patch is not shown on the lines of #${thread.number}. ${error.what}`);
    return 0;
  }
}

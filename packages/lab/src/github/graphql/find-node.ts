import { listRefs } from '../../git-host/refs.ts';
import type { Hosted } from '../hosted.ts';
import { nodeId } from '../hosted.ts';
import { needs, threadNeed } from '../permissions.ts';
import { isPull, refreshPulls } from '../pull-diff.ts';
import type { Review, ReviewComment } from '../review/review.ts';
import { isSeenBy } from '../routes/review-lookup.ts';
import type { Comment, Thread } from '../thread.ts';
import { type Asking, admitReading, type Served } from './asking.ts';
import { commentNode } from './comment-node.ts';
import { noNode } from './graphql-error.ts';
import { commitNode, refNode } from './ref-node.ts';
import { repositoryNode } from './repository-node.ts';
import { reviewCommentNode, reviewNode } from './review-node.ts';
import { threadNode } from './thread-node.ts';

/** Something that has a global id. */
export type Found =
  | { readonly kind: 'repository' }
  | { readonly kind: 'thread'; readonly thread: Thread }
  | { readonly kind: 'comment'; readonly thread: Thread; readonly comment: Comment }
  | { readonly kind: 'review'; readonly thread: Thread; readonly review: Review }
  | { readonly kind: 'review-comment'; readonly thread: Thread; readonly comment: ReviewComment }
  | { readonly kind: 'commit'; readonly sha: string }
  | { readonly kind: 'ref'; readonly name: string };

/** What a global id names; REST gives the same ids as `node_id`. */
export function findNode(hosted: Hosted, id: string): Found {
  const found = lookUp(hosted, id);
  const gone = found !== undefined && 'thread' in found && found.thread.departure !== undefined;
  if (found === undefined || gone) throw noNode(id);
  return found;
}

function lookUp(hosted: Hosted, id: string): Found | undefined {
  const [, prefix = '', encoded = ''] = /^([A-Z]+)_kwDO(.+)$/.exec(id) ?? [];
  const key = Buffer.from(encoded, 'base64url').toString();
  // Another spelling of the same key is no id.
  if (nodeId(prefix, key) !== id) return undefined;
  const same = (one: { readonly id: number }) => String(one.id) === key;
  switch (prefix) {
    case 'R':
      return String(hosted.id) === key ? { kind: 'repository' } : undefined;
    case 'I':
    case 'PR': {
      const thread = hosted.threads.find((one) => same(one) && isPull(one) === (prefix === 'PR'));
      return thread === undefined ? undefined : { kind: 'thread', thread };
    }
    case 'IC':
      return inThread(hosted, hosted.comments.find(same), (comment, thread) => ({ kind: 'comment', thread, comment }));
    case 'PRR':
      return inThread(hosted, hosted.reviews.find(same), (review, thread) => ({ kind: 'review', thread, review }));
    case 'PRRC':
      return inThread(hosted, hosted.reviewComments.find(same), (comment, thread) => ({
        kind: 'review-comment',
        thread,
        comment,
      }));
    case 'C':
      return { kind: 'commit', sha: key };
    case 'REF':
      return { kind: 'ref', name: key };
  }
  return undefined;
}

function inThread<Part extends { readonly thread: number }>(
  hosted: Hosted,
  part: Part | undefined,
  found: (part: Part, thread: Thread) => Found,
): Found | undefined {
  const thread = hosted.threads.find(({ number }) => number === part?.thread);
  return part === undefined || thread === undefined ? undefined : found(part, thread);
}

/** The object that a global id names, for somebody who may read it. */
export async function serveNode(asking: Asking, id: string): Promise<Served> {
  const found = findNode(asking.hosted, id);
  switch (found.kind) {
    case 'repository':
      return repositoryNode(asking);
    case 'thread':
      admitReading(asking, threadNeed(found.thread, 'read'));
      await refreshPulls(asking.hosted, [found.thread]);
      return threadNode(asking, found.thread);
    case 'comment':
      admitReading(asking, threadNeed(found.thread, 'read'));
      return commentNode(asking, found);
    case 'review':
      admitReading(asking, needs.readPulls);
      if (!isSeenBy(found.review, asking.by)) throw noNode(id);
      return reviewNode(asking, found.review);
    case 'review-comment':
      admitReading(asking, needs.readPulls);
      return seenComment(asking, found.comment, id);
    case 'commit':
      admitReading(asking, needs.readContents);
      return commitNode(asking, found.sha);
    case 'ref':
      admitReading(asking, needs.readContents);
      return refByName(asking, found.name, id);
  }
}

function seenComment(asking: Asking, comment: ReviewComment, id: string): Served {
  const review = asking.hosted.reviews.find((one) => one.id === comment.review);
  if (review === undefined || !isSeenBy(review, asking.by)) throw noNode(id);
  return reviewCommentNode(asking, comment);
}

async function refByName(asking: Asking, name: string, id: string): Promise<Served> {
  const ref = (await listRefs(asking.hosted.git, name)).find((one) => one.name === name);
  if (ref === undefined) throw noNode(id);
  return refNode(asking, ref.name, ref.sha);
}

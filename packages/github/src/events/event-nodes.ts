import type { RequestId } from '@codex-worker/core';
import * as v from 'valibot';
import { payloadIfReadable } from './event-file.ts';

const numbered = v.nullish(v.object({ number: v.number(), node_id: v.string() }));
const identified = v.nullish(v.object({ id: v.number(), node_id: v.string() }));
const payload = v.object({
  issue: numbered,
  pull_request: numbered,
  review: identified,
  comment: v.nullish(v.object({ id: v.number(), node_id: v.string(), pull_request_review_id: v.nullish(v.number()) })),
});

/** By what the requests of a thread are called. */
export type EventNodes = ReadonlyMap<RequestId, string>;

/** The ids that GraphQL knows the things of an event by, which saves calls. An event by hand tells none. */
export async function readEventNodes(eventPath: string): Promise<EventNodes> {
  const nodes = new Map<RequestId, string>();
  const parsed = v.safeParse(payload, await payloadIfReadable(eventPath));
  if (!parsed.success) return nodes;
  const { issue, pull_request: pull, review, comment } = parsed.output;
  for (const thread of [issue, pull]) if (thread) nodes.set(`issue-${thread.number}`, thread.node_id);
  if (review) nodes.set(`review-${review.id}`, review.node_id);
  if (comment) {
    nodes.set(`${comment.pull_request_review_id ? 'review-comment' : 'comment'}-${comment.id}`, comment.node_id);
  }
  return nodes;
}

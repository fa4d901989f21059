import {
  type ConversationEvent,
  Failure,
  isRequestId,
  parseThread,
  type RequestId,
  readNeeds,
} from '@codex-worker/core';
import { admissionPolicy, readInputs, routeRules } from '@codex-worker/github';

export type NotifyInputs = ReturnType<typeof readNotifyInputs>;

export function readNotifyInputs() {
  return readInputs((input) => ({
    thread: input.optionallyParsed('thread', parseThread),
    requestId: input.optionallyParsed('request-id', parseRequestId),
    needs: input.parsed('needs', parseNeeds),
    job: input.optional('job'),
    limits: {
      agent: input.minutes('job-timeout-minutes') / 60_000,
      publish: input.minutes('publish-timeout-minutes') / 60_000,
    },
    token: input.requiredSecret('github-token'),
    policy: admissionPolicy(input),
    ...routeRules(input),
  }));
}

function parseRequestId(text: string): RequestId {
  if (isRequestId(text)) return text;
  throw new Failure('input-invalid', {
    what: `The input "request-id" is "${text}".`,
    fix: 'Pass the output request-id of event-router.',
  });
}

function parseNeeds(text: string) {
  try {
    return readNeeds(JSON.parse(text));
  } catch (cause) {
    throw new Failure('input-invalid', { what: 'The input "needs" is not JSON.', fix: 'Pass toJSON(needs).', cause });
  }
}

const WEEK_MS = 7 * 86_400_000;

/**
 * From when on the thread may hold a reply. An event that is not that of the request tells no time: a week covers every
 * queue, and all that a sweep finds.
 */
export function repliesSince(event: ConversationEvent, requestId: RequestId): string {
  const isOwn = event.kind !== 'unserved' && event.kind !== 'dispatch' && event.request.id === requestId;
  return isOwn ? event.request.createdAt : new Date(Date.now() - WEEK_MS).toISOString();
}

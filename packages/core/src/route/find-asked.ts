import type { RequestId } from '../request/request.ts';
import type { Thread } from '../thread/thread.ts';
import type { ConversationEvent } from './event.ts';
import { planRoute, type RouteContext } from './plan.ts';
import type { RouteQuestions } from './ports.ts';

/** What an event asked for, for whoever must speak where the router could not; undefined when it asked for nothing. */
export async function findAsked(
  questions: RouteQuestions,
  event: ConversationEvent,
  context: RouteContext,
): Promise<{ readonly thread: Thread; readonly requestId: RequestId } | undefined> {
  const plan = await planRoute(questions, event, context);
  // A run by hand without a thread has no place where anybody would read it.
  if (plan.kind !== 'serve' || !plan.asked.thread) return undefined;
  return { thread: plan.asked.thread, requestId: plan.asked.request.id };
}

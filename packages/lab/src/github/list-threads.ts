import type { ApiContext } from './api.ts';
import type { Hosted } from './hosted.ts';
import type { Thread } from './thread.ts';

/** The threads that a list request asks for, in its order. */
export function listThreads(hosted: Hosted, c: ApiContext): readonly Thread[] {
  const state = c.req.query('state') ?? 'open';
  const labels = (c.req.query('labels') ?? '').split(',').filter((label) => label !== '');
  const creator = c.req.query('creator');
  const assignee = c.req.query('assignee');
  const since = c.req.query('since');
  const chosen = hosted.threads.filter(
    (thread) =>
      thread.departure === undefined &&
      (state === 'all' || thread.state === state) &&
      labels.every((label) => thread.labels.includes(label)) &&
      (creator === undefined || thread.author === creator) &&
      (assignee === undefined || isAssigned(thread, assignee)) &&
      isSince(thread.updatedAt, since),
  );
  return inOrder(chosen, c.req.query('sort') ?? 'created', c.req.query('direction') ?? 'desc', (thread) => ({
    created: thread.createdAt,
    updated: thread.updatedAt,
    comments: hosted.comments.filter((comment) => comment.thread === thread.number).length,
  }));
}

function isAssigned(thread: Thread, assignee: string): boolean {
  if (assignee === 'none') return thread.assignees.length === 0;
  return assignee === '*' ? thread.assignees.length > 0 : thread.assignees.includes(assignee);
}

/** Whether something was changed at or after a time. */
export function isSince(updatedAt: string, since: string | undefined): boolean {
  return since === undefined || Date.parse(updatedAt) >= Date.parse(since);
}

/** Sorts by a key, and by id where the keys are equal: times have only seconds. */
export function inOrder<Item extends { readonly id: number }>(
  items: readonly Item[],
  sort: string,
  direction: string,
  keys: (item: Item) => Readonly<Record<string, string | number>>,
): readonly Item[] {
  const sign = direction === 'asc' ? 1 : -1;
  return items.toSorted((one, other) => {
    const [left = '', right = ''] = [keys(one)[sort], keys(other)[sort]];
    if (left === right) return sign * (one.id - other.id);
    return left < right ? -sign : sign;
  });
}

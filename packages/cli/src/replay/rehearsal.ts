import { type RoutePorts, type RouteQuestions, type Thread, threadKey } from '@codex-worker/core';

/** Something that the router would do. */
export type Deed =
  | { readonly kind: 'eyes'; readonly on: string }
  | { readonly kind: 'comment'; readonly thread: string; readonly text: string }
  | { readonly kind: 'open-issue'; readonly text: string }
  | { readonly kind: 'queue'; readonly request: string; readonly thread: string }
  | { readonly kind: 'stop-run'; readonly url: string };

/** What the router reads of the thread and its runs. */
export type Reading = Pick<RoutePorts, 'turns' | 'runs'> & {
  readonly conversation: Pick<RoutePorts['conversation'], 'newestComments'>;
  readonly queue: Pick<RoutePorts['queue'], 'waiting'>;
};

export interface Rehearsal {
  readonly ports: RoutePorts;
  /** In the order in which they would be done. */
  readonly deeds: readonly Deed[];
}

/** A comment that was never posted is younger than all that were. */
const NEVER_POSTED = Number.MAX_SAFE_INTEGER;

/** Lets the router decide, and notes what it would do in the place of doing it. */
export function rehearse(questions: RouteQuestions, reading: Reading, assume: (what: string) => void): Rehearsal {
  const deeds: Deed[] = [];
  const comment = (thread: Thread, body: string) => {
    deeds.push({ kind: 'comment', thread: threadKey(thread), text: visible(body) });
    return { id: NEVER_POSTED, url: '' };
  };
  const ports: RoutePorts = {
    ...questions,
    turns: reading.turns,
    conversation: {
      newestComments: reading.conversation.newestComments,
      post: async (thread, body) => comment(thread, body),
      removeComment: async (thread) => forget(deeds, threadKey(thread)),
    },
    runs: {
      ...reading.runs,
      stop: async ({ url }) => {
        deeds.push({ kind: 'stop-run', url });
        return { kind: 'asked-to-stop' };
      },
    },
    queue: {
      waiting: reading.queue.waiting,
      append: async ({ request, thread }) => {
        deeds.push({ kind: 'queue', request: request.id, thread });
        return 'appended';
      },
    },
    openIssueFor: async (_, prompt) => {
      deeds.push({ kind: 'open-issue', text: prompt });
      return 0;
    },
    acknowledge: async (request) => void deeds.push({ kind: 'eyes', on: request }),
    warn: (text) => assume(`it goes on without this: ${text}`),
  };
  return { ports, deeds };
}

/** The promise of a turn goes again where there is none left. */
function forget(deeds: Deed[], thread: string): void {
  const at = deeds.findLastIndex((deed) => deed.kind === 'comment' && deed.thread === thread);
  if (at >= 0) deeds.splice(at, 1);
}

/** A comment without its hidden marks. */
const visible = (body: string): string => body.replace(/(?:\n*<!-- codex-worker:[^\n]* -->)+\s*$/, '').trim();

/** A repository in which nothing runs and nothing was said. */
export function silence(assume: (what: string) => void): Reading {
  return {
    turns: {
      turnsSince: async () => {
        assume('no turn was taken lately');
        return [];
      },
    },
    conversation: { newestComments: async () => [] },
    queue: {
      waiting: async () => {
        assume('no other request waits in the queue');
        return [];
      },
    },
    runs: {
      group: async () => {
        assume('no other run of the thread goes on');
        return { kind: 'absent' };
      },
      hasGroups: async () => true,
      startedAt: async () => undefined,
      stop: async () => ({ kind: 'over-already' }),
    },
  };
}

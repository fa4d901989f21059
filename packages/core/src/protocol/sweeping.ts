import { baseOf, type RequestId } from '../request/request.ts';
import type { Recent } from '../sweep/recent.ts';
import { type SweepPorts, sweep } from '../sweep/sweep.ts';
import { aPolicy, person } from '../testing/index.ts';
import { parseThread, type Thread, type ThreadKey, threadKey } from '../thread/thread.ts';
import { current, requestOf } from './asked.ts';
import { type Play, waiting } from './play.ts';
import { mayStart, start } from './take-run.ts';
import { addRun } from './tell-event.ts';
import type { Trouble } from './trouble.ts';

/** A sweep, and the runs of what it finds. Answers what that was. */
export async function sweepOnce(all: Play, trouble: Trouble): Promise<readonly RequestId[]> {
  const now = all.world.clock.stamp();
  const { threads } = await sweep(portsOf(all), { now, graceMinutes: 10, lookBackDays: 7, policy: aPolicy });
  for (const { request: id, start: how } of threads) {
    const asked = all.asked.find((one) => one.id === baseOf(id));
    if (!asked) throw new TypeError(`A sweep found ${id}, which nobody asked`);
    const run = addRun(all, {
      asked,
      request: { ...requestOf(asked), id },
      asker: person(asked.author),
      source: { kind: 'named', id },
      start: how,
    });
    if (mayStart(all, run)) await start(all, run, trouble);
  }
  return threads.map(({ request }) => request);
}

function portsOf(all: Play): SweepPorts {
  return {
    permissionOf: all.world.conversation.permissionOf,
    recent: async () => recentOf(all),
    activeThreads: async () => activeIn(all),
    queued: async () => new Set(),
    isAcknowledged: async (_, id) => all.seen.has(baseOf(id)),
  };
}

function activeIn(all: Play): ReadonlySet<ThreadKey> {
  const active = [...waiting(all), ...(all.paused ? [all.paused.run] : [])];
  return new Set(active.map(({ asked }) => threadKey(asked.thread)));
}

function recentOf({ world: { conversation }, asked, seen }: Play): Recent {
  const threads = new Map<ThreadKey, Thread>(asked.map(({ thread }) => [threadKey(thread), thread]));
  const eyes = (id: RequestId): number => (seen.has(id) ? 1 : 0);
  return {
    threads: [...threads.keys()].map((thread) => {
      const opening = asked.find(({ id }) => id === thread);
      const author = person(opening?.author ?? aPolicy.ownLogin);
      return {
        thread,
        author,
        createdAt: opening?.createdAt ?? '2026-03-01T10:00:00Z',
        text: opening ? current(opening).text : '',
        eyes: opening ? eyes(opening.id) : 0,
      };
    }),
    comments: [...threads.values()].flatMap((thread) =>
      conversation.transcript(thread).map(({ id, author, createdAt, body }) => ({
        id: `comment-${id}` as const,
        number: parseThread(threadKey(thread)).number,
        author,
        createdAt,
        body,
        eyes: eyes(`comment-${id}`),
      })),
    ),
    cut: false,
  };
}

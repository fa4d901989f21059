import { type SweepPorts, sweep, type ThreadKey, windowBegins } from '@codex-worker/core';
import { type GitHubClient, sweepPorts } from '@codex-worker/github';
import { type Notes, notedOrElse } from './notes.ts';
import { lookAtActivity } from './read-activity.ts';
import { type QueueSeen, readQueue } from './read-queue.ts';
import { readSessions } from './read-sessions.ts';
import { readTalks } from './read-talks.ts';
import { readBranches, readPulls } from './read-work.ts';
import type { Traces } from './traces.ts';

export interface TracesOrder {
  readonly page: string;
  readonly days: number;
  readonly ownLogin: string;
  readonly now: string;
}

const nothingWaits: QueueSeen = { waiting: [], requests: new Set() };

/** A run that has just begun may not hold its group yet. */
const GRACE_MINUTES = 5;

/** Reads what threads left on GitHub. How many calls it takes is bounded; what was left out is noted. */
export async function readTraces(client: GitHubClient, order: TracesOrder, notes: Notes): Promise<Traces> {
  const { page, days, ownLogin, now } = order;
  const since = windowBegins({ now, lookBackDays: days });
  const ports = sweepPorts(client);
  const recent = await ports.recent(since);
  if (recent.cut) notes.cut('More was said than is read: what is older is left out. Give fewer --days.');
  const [activity, queue, sessions, pulls, branches] = await Promise.all([
    notedOrElse(notes, 'Actions: read', new Map(), () => lookAtActivity(client, recent, notes)),
    notedOrElse<QueueSeen>(notes, 'Contents: read', nothingWaits, () => readQueue(client, notes)),
    notedOrElse(notes, 'Actions: read', [], () => readSessions(client, notes)),
    notedOrElse(notes, 'Pull requests: read', [], () => readPulls(client)),
    notedOrElse(notes, 'Contents: read', [], () => readBranches(client)),
  ]);
  const known = { ...ports, recent: async () => recent, queued: async () => queue.requests };
  const active = new Set(activity.keys());
  const unanswered = await notedOrElse(notes, 'Issues: read', new Set<ThreadKey>(), () =>
    findUnanswered({ ...known, activeThreads: async () => active }, order),
  );
  const named = [
    ...sessions.map(({ thread }) => thread),
    ...activity.keys(),
    ...queue.waiting.map(({ thread }) => thread),
  ];
  const talks = await readTalks(client, { since, named }, notes);
  return {
    ...{ now, page, ownLogin, talks, sessions, activity, unanswered, pulls, branches },
    comments: recent.comments,
    queued: queue.waiting,
  };
}

/** As the sweeper finds them. */
async function findUnanswered(
  ports: SweepPorts,
  { days, ownLogin, now }: TracesOrder,
): Promise<ReadonlySet<ThreadKey>> {
  const policy = { minimumPermission: 'write', allowUsers: [], allowBots: [], ownLogin } as const;
  const { threads } = await sweep(ports, { now, graceMinutes: GRACE_MINUTES, lookBackDays: days, policy });
  return new Set(threads.map(({ thread }) => thread));
}

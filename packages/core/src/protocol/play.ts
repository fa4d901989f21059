import type { Request, RequestId } from '../request/request.ts';
import type { Start } from '../route/route.ts';
import type { RequestSource } from '../session/restore-order.ts';
import type { Person } from '../standing/standing.ts';
import {
  type FakeCommit,
  type FakeQueue,
  fakeQueue,
  issue12,
  openingRequest,
  type ThreadWorld,
  threadWorld,
} from '../testing/index.ts';
import type { Asked } from './asked.ts';
import { happen } from './happen.ts';
import type { Rules, Schedule } from './schedule.ts';
import type { TurnTaken } from './scripted-codex.ts';
import type { Taken } from './session-log.ts';
import { openIssue } from './tell-event.ts';

/** A run of a request, and how it went. */
export interface Run {
  readonly asked: Asked;
  /** What its event asked, or what a sweep found. */
  readonly request: Request;
  readonly asker: Person;
  readonly source: RequestSource | undefined;
  readonly start: Start;
  /** What was asked later waits behind requests of other threads. */
  readonly until: string | undefined;
  readonly runId: number;
  attempt: number;
  /** Attempts whose bundle was stored. */
  readonly kept: Set<number>;
  state: 'waiting' | 'going' | 'ended' | 'failed-agent' | 'failed-publish';
  /** It ended well, and found nothing open. */
  foundNothing: boolean;
  /** Somebody told it to stop while it stood still. */
  stopped: boolean;
}

interface Upload {
  readonly name: string;
  readonly runId: number;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Everything that came of a schedule. */
export interface Play {
  readonly world: ThreadWorld;
  readonly rules: Rules;
  /** Whether two runs of a thread may be at work at once. */
  readonly group: 'kept' | 'ignored';
  readonly asked: Asked[];
  readonly runs: Run[];
  readonly turns: TurnTaken[];
  /** What the runs did, as they wrote it down. */
  readonly log: Taken[];
  /** Requests with our 👀. */
  readonly seen: Set<RequestId>;
  /** The explicit queue, where requests wait in one. */
  readonly queue: FakeQueue;
  /** Requests that a run did not see although they were there. */
  readonly hidden: Set<RequestId>;
  /** Requests older than the session that their thread has. */
  readonly beforeSession: Set<RequestId>;
  readonly uploads: Upload[];
  readonly deletedCommits: FakeCommit[];
  /** Somebody took away, or put back, what the worker had stored. */
  tampered: boolean;
  /** A run saw lists of GitHub that were not up to date. */
  late: boolean;
  /** Two runs of one thread were at work at once. */
  overlapped: boolean;
  /** Who takes up what is open in the end. */
  settledBy: 'people' | 'sweeps' | 'drains';
  /** What sweeps still found, or drains still took, when there should have been nothing left. */
  restless: readonly string[];
  paused: { readonly run: Run; readonly goOn: () => void; readonly done: Promise<void> } | undefined;
}

/** A repository before anything happened in it. */
export function newPlay(rules: Rules, group: Play['group'] = 'kept'): Play {
  return {
    world: threadWorld(),
    rules,
    group,
    asked: [],
    runs: [],
    turns: [],
    log: [],
    seen: new Set(),
    queue: fakeQueue(),
    hidden: new Set(),
    beforeSession: new Set(),
    uploads: [],
    deletedCommits: [],
    tampered: false,
    late: false,
    overlapped: false,
    settledBy: 'people',
    restless: [],
    paused: undefined,
  };
}

/** Plays a schedule in one thread, and lets an end come to all that is open then. */
export async function play(
  { happenings, rules }: Schedule,
  group: Play['group'],
  settle: (all: Play) => Promise<void>,
): Promise<Play> {
  const all = newPlay(rules, group);
  await openIssue(all, issue12, openingRequest);
  for (const happening of happenings) await happen(all, happening);
  await settle(all);
  return all;
}

/** The one of a list that a schedule picks. */
export const nth = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

export const waiting = ({ runs }: Play): readonly Run[] => runs.filter(({ state }) => state === 'waiting');

import { parseThread, type RecentComment, readMarkers, sameLogin, type ThreadKey } from '@codex-worker/core';
import { type ThreadRow, type ThreadState, threadStates } from './thread-row.ts';
import type { StoredSession, Traces } from './traces.ts';

/** The threads that left traces: what needs somebody first, then the youngest. */
export function listThreads(traces: Traces, all: boolean): readonly ThreadRow[] {
  return [...keysOf(traces)]
    .map((key) => rowOf(key, traces))
    .filter(({ open }) => all || open)
    .sort((a, b) => rank(a) - rank(b) || latest(b).localeCompare(latest(a)) || inTurn(a, b));
}

const rank = ({ state }: ThreadRow): number => threadStates.indexOf(state);
const latest = ({ run, lastReply, session }: ThreadRow): string =>
  [run?.since ?? '', lastReply?.at ?? '', session?.savedAt ?? ''].sort().at(-1) ?? '';
/** Those that wait come in their order; of others the youngest comes first. */
const inTurn = (a: ThreadRow, b: ThreadRow): number =>
  a.state === 'waiting' ? numberOf(a) - numberOf(b) : numberOf(b) - numberOf(a);
const numberOf = ({ thread }: ThreadRow): number => Number(thread.split('-')[1]);

function keysOf({ sessions, activity, queued, unanswered, talks, ...traces }: Traces): ReadonlySet<ThreadKey> {
  const spoken = ourWords(traces).map(
    ({ number }): ThreadKey => `${talks.get(number)?.isPull ? 'pr' : 'issue'}-${number}`,
  );
  return new Set([
    ...sessions.map(({ thread }) => thread),
    ...activity.keys(),
    ...queued.map(({ thread }) => thread),
    ...unanswered,
    ...spoken,
  ]);
}

interface OurWord {
  readonly number: number;
  readonly at: string;
  readonly outcome: string;
  /** Whether it tells of a session. */
  readonly ofSession: boolean;
  readonly comment: RecentComment;
}

/** Our replies, oldest first. Anybody can write a marker: only our own count. */
function ourWords({ comments, ownLogin }: Pick<Traces, 'comments' | 'ownLogin'>): readonly OurWord[] {
  return comments
    .filter(({ author }) => sameLogin(author.login, ownLogin))
    .flatMap((comment) => {
      const marker = readMarkers(comment.body).at(-1);
      if (marker === undefined) return [];
      const { outcome, session } = marker;
      return [{ number: comment.number, at: comment.createdAt, outcome, ofSession: session !== 'none', comment }];
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function rowOf(thread: ThreadKey, traces: Traces): ThreadRow {
  const { kind, number } = parseThread(thread);
  const talk = traces.talks.get(number);
  const words = ourWords(traces).filter((one) => one.number === number);
  const word = words.at(-1);
  const activity = traces.activity.get(thread);
  const session = newest(traces.sessions.filter((one) => one.thread === thread));
  const place = kind === 'pr' ? ownPull(number, traces) : proposed(number, traces);
  const queued = traces.queued.filter((one) => one.thread === thread && !(one.taken && activity?.run));
  const waiting = (activity?.waiting ?? 0) + queued.length;
  const row = {
    thread,
    title: talk?.title ?? null,
    url: `${traces.page}/${kind === 'pr' ? 'pull' : 'issues'}/${number}`,
    open: talk?.open ?? true,
    waiting,
    run: activity?.run === undefined ? null : { url: activity.run.url, since: activity.run.since ?? null },
    lastReply: word === undefined ? null : { at: word.at, outcome: word.outcome, url: pageOf(word, kind, traces) },
    session: session === undefined ? null : stored(session),
    ...place,
  };
  const hadSession = words.some(({ ofSession }) => ofSession);
  return { ...row, state: stateOf(row, { unanswered: traces.unanswered.has(thread), hadSession }) };
}

interface More {
  readonly unanswered: boolean;
  /** A thread of steering words alone never had one. */
  readonly hadSession: boolean;
}

function stateOf(row: Omit<ThreadRow, 'state'>, { unanswered, hadSession }: More): ThreadState {
  if (row.run !== null) return 'running';
  if (row.waiting > 0) return 'waiting';
  if (unanswered) return 'unanswered';
  if (row.thread.startsWith('issue-') && row.pullRequest !== null) return 'moved';
  switch (row.lastReply?.outcome) {
    case 'failed':
      return 'failed';
    // It stays open for a run that somebody or a sweeper starts.
    case 'postponed':
      return 'unanswered';
    case 'cancelled':
      return 'cancelled';
    case 'refused':
      return 'refused';
  }
  const isGone = row.session === null ? hadSession : row.session.expired;
  return isGone ? 'expired' : 'answered';
}

const newest = (sessions: readonly StoredSession[]): StoredSession | undefined =>
  sessions.toSorted((a, b) => Date.parse(a.savedAt) - Date.parse(b.savedAt)).at(-1);

const stored = ({ savedAt, expiresAt, expired, bytes }: StoredSession): ThreadRow['session'] => ({
  ...{ savedAt, expiresAt: expiresAt ?? null, expired, bytes },
});

type Where = Pick<ThreadRow, 'branch' | 'pullRequest'>;

function ownPull(number: number, { pulls }: Traces): Where {
  return { branch: pulls.find((pull) => pull.number === number)?.branch ?? null, pullRequest: number };
}

/** The branch of an issue names it. */
function proposed(number: number, { pulls, branches }: Traces): Where {
  const isOf = (branch: string) => branch.split('/').includes(`issue-${number}`);
  const pull = pulls.find(({ branch }) => isOf(branch));
  return { branch: pull?.branch ?? branches.find(isOf) ?? null, pullRequest: pull?.number ?? null };
}

function pageOf({ number, comment }: OurWord, kind: 'issue' | 'pr', { page }: Traces): string {
  const anchor = comment.id.startsWith('review-comment-')
    ? `discussion_r${comment.id.replace('review-comment-', '')}`
    : `issuecomment-${comment.id.replace('comment-', '')}`;
  return `${page}/${kind === 'pr' ? 'pull' : 'issues'}/${number}#${anchor}`;
}

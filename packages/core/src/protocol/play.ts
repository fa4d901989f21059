import { renderMarker } from '../reply/marker.ts';
import type { Request, RequestId } from '../request/request.ts';
import type { Start } from '../route/route.ts';
import { bundleName } from '../store/artifact-store.ts';
import {
  type FakeCommit,
  issue12,
  openingRequest,
  publishAgain,
  type RunOrder,
  runThread,
  Stopped,
  type ThreadWorld,
  tellThatItStopped,
  threadWorld,
} from '../testing/index.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import type { Happening, Trouble } from './happening.ts';
import { lateWorld } from './late-world.ts';
import { saidIn } from './replies.ts';
import type { Schedule } from './schedule.ts';
import { answeredIn, scriptedCodex, type TurnTaken } from './scripted-codex.ts';

export const BRANCH = 'codex/issue-12';
const TEMPLATE = 'codex/issue-{number}';

/** Something that somebody wrote in a thread, whether they may ask or not. */
export interface Asked {
  readonly thread: Thread;
  readonly request: Request;
  readonly start: Start;
  readonly mayAsk: boolean;
}

/** A run of a request, and how it went. */
export interface Run {
  readonly asked: Asked;
  readonly runId: number;
  attempt: number;
  /** Attempts whose bundle was stored. */
  readonly kept: Set<number>;
  state: 'waiting' | 'going' | 'ended' | 'failed-agent' | 'failed-publish';
}

/** Everything that came of a schedule. */
export interface Play {
  readonly world: ThreadWorld;
  readonly asked: Asked[];
  readonly runs: Run[];
  readonly turns: TurnTaken[];
  /** Requests that a run did not see although they were there. */
  readonly hidden: Set<RequestId>;
  /** Requests older than the session that their thread has. */
  readonly beforeSession: Set<RequestId>;
  readonly uploads: { readonly name: string; readonly runId: number; readonly files: ReadonlyMap<string, Buffer> }[];
  readonly deletedCommits: FakeCommit[];
  /** Somebody took away, or put back, what the worker had stored. */
  tampered: boolean;
  /** A run saw lists of GitHub that were not up to date. */
  late: boolean;
  /** Two runs of one thread were at work at once. */
  overlapped: boolean;
  paused: { readonly run: Run; readonly goOn: () => void; readonly done: Promise<void> } | undefined;
}

const untroubled: Trouble = {
  breaksAfter: undefined,
  byPerson: false,
  mishap: undefined,
  lateSeconds: 0,
  pausesAfter: undefined,
  changes: false,
};

/** Plays a schedule, then lets everything that is not settled have one run in which nothing breaks. */
export async function play(schedule: Schedule, { group }: { readonly group: 'kept' | 'ignored' }): Promise<Play> {
  const all: Play = {
    world: threadWorld(),
    asked: [],
    runs: [],
    turns: [],
    hidden: new Set(),
    beforeSession: new Set(),
    uploads: [],
    deletedCommits: [],
    tampered: false,
    late: false,
    overlapped: false,
    paused: undefined,
  };
  deliver(all, { thread: issue12, request: openingRequest, start: 'new', mayAsk: true });
  for (const happening of schedule.happenings) await happen(all, happening, group);
  await settleAll(all);
  return all;
}

function deliver(all: Play, asked: Asked): void {
  if (!all.asked.includes(asked)) all.asked.push(asked);
  if (asked.mayAsk) {
    all.runs.push({ asked, runId: 701 + all.runs.length, attempt: 1, kept: new Set(), state: 'waiting' });
  }
}

const nth = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];
const waiting = ({ runs }: Play): readonly Run[] => runs.filter(({ state }) => state === 'waiting');
const ended = ({ runs }: Play): readonly Run[] => runs.filter(({ state }) => state !== 'waiting' && state !== 'going');

async function happen(all: Play, happening: Happening, group: 'kept' | 'ignored'): Promise<void> {
  const { world } = all;
  const { clock, conversation, proposals, repository } = world;
  switch (happening.kind) {
    case 'comment':
      clock.advance(happening.after);
      return comment(all, happening.by, happening.inPullRequest);
    case 'run': {
      const run = nth(waiting(all), happening.pick);
      return run && mayStart(all, run, group) ? start(all, run, happening.trouble) : undefined;
    }
    case 're-run': {
      const run = nth(ended(all), happening.pick);
      if (!run || !mayStart(all, run, group)) return;
      clock.advance(30);
      return again(all, run, happening);
    }
    case 'go-on':
      return goOn(all);
    case 'redelivery': {
      const asked = nth(all.asked, happening.pick);
      return asked && deliver(all, asked);
    }
    case 'cancelled-waiting': {
      const run = nth(waiting(all), happening.pick);
      if (!run) return;
      run.state = 'failed-agent';
      return tellThatItStopped(world, orderOf(run), 'cancelled-before-start');
    }
    case 'close':
      return void conversation.close(issue12);
    case 'reopen':
      return conversation.openThread(issue12, { title: 'Add up', body: 'Sum all lines.' });
    case 'close-pull-request': {
      const open = proposals.all().find(({ state }) => state === 'open');
      if (!open) return;
      proposals.close(open.number);
      return void conversation.close({ kind: 'pr', number: open.number });
    }
    case 'delete-branch':
      all.deletedCommits.push(...repository.history(BRANCH));
      return repository.deleteBranch(BRANCH);
    case 'delete-session':
      return takeAway(all, bundleName(threadKey(issue12)));
    case 'delete-outbox':
      return takeAway(all, all.uploads.findLast(({ name }) => name.includes('outbox'))?.name);
    case 'put-back-session': {
      const oldest = all.uploads.find(({ name }) => name === bundleName(threadKey(issue12)));
      if (!oldest) return;
      all.tampered = true;
      await world.artifacts.run(oldest.runId).upload(oldest.name, oldest.files, 7);
      return;
    }
    case 'wait':
      return clock.advance(happening.seconds);
  }
}

function comment(all: Play, by: string, inPullRequest: boolean): void {
  const [pullRequest] = all.world.proposals.all();
  const thread: Thread = inPullRequest && pullRequest ? { kind: 'pr', number: pullRequest.number } : issue12;
  const mayAsk = by === 'alice' || by === 'bob';
  const target = all.asked.at(-1)?.request.id ?? 'issue-12';
  // A marker that a stranger pastes is only text.
  const forged = mayAsk ? '' : `\n\n${renderMarker({ requestId: target, outcome: 'answered', run: '701.1' })}`;
  const request = all.world.ask(by, thread, `ask-${all.asked.length}${forged}`);
  deliver(all, { thread, request, start: thread.kind === 'pr' ? 'either' : 'continue', mayAsk });
}

async function takeAway(all: Play, name: string | undefined): Promise<void> {
  const { world } = all;
  const [newest] = name === undefined ? [] : await world.artifacts.store.list(name);
  if (!newest) return;
  await world.artifacts.store.remove(newest.id);
  all.tampered = true;
}

const sameThread = (a: Run, b: Run): boolean => threadKey(a.asked.thread) === threadKey(b.asked.thread);

function mayStart(all: Play, run: Run, group: 'kept' | 'ignored'): boolean {
  const meets = all.paused !== undefined && sameThread(all.paused.run, run);
  if (meets && group === 'ignored') all.overlapped = true;
  return !meets || group === 'ignored';
}

async function goOn(all: Play): Promise<void> {
  const { paused } = all;
  all.paused = undefined;
  paused?.goOn();
  await paused?.done;
}

async function again(
  all: Play,
  run: Run,
  { failedOnly, trouble }: { readonly failedOnly: boolean; readonly trouble: Trouble },
): Promise<void> {
  // A run that ended well has no failed jobs.
  if (failedOnly && run.state === 'ended') return;
  const publishOnly = failedOnly && run.state === 'failed-publish';
  run.attempt += 1;
  await start(all, run, trouble, publishOnly);
}

const orderOf = ({ asked: { thread, request, start: how }, runId, attempt }: Run): RunOrder => ({
  thread,
  request,
  start: how,
  runId,
  attempt,
  branchTemplate: TEMPLATE,
});

/** Starts a run; resolves when it has ended or stands still. */
async function start(all: Play, run: Run, trouble: Trouble, publishOnly = false): Promise<void> {
  const { promise: stands, resolve: stand } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const pause = async (): Promise<void> => {
    if (all.paused) return;
    all.paused = { run, goOn: release, done };
    stand();
    await released;
  };
  const done = carryOut(all, run, { trouble, publishOnly, pause });
  await Promise.race([done, stands]);
}

interface Course {
  readonly trouble: Trouble;
  readonly publishOnly: boolean;
  readonly pause: () => Promise<void>;
}

async function carryOut(all: Play, run: Run, { trouble, publishOnly, pause }: Course): Promise<void> {
  const { clock, repository } = all.world;
  const workspace = repository.workspace();
  const cancel = new AbortController();
  run.state = 'going';
  if (trouble.lateSeconds > 0) all.late = true;
  const answeredBefore = answeredIn(all, run.asked.thread);
  let broken: 'agent' | 'publish' | undefined;
  let inPublish = publishOnly;
  const order: RunOrder = {
    ...orderOf(run),
    workspace,
    cancelled: cancel.signal,
    ended: trouble.byPerson ? 'cancelled' : 'failure',
    agentIn: (home) =>
      scriptedCodex({ all, run, trouble, workspace, home, cancel: () => cancel.abort(), answeredBefore }),
    at: async (step) => {
      // A publishing job starts on a machine of its own.
      clock.advance(step === 'outbox' || step === 'bundle' ? 20 : 2);
      if (step === 'bundle') run.kept.add(run.attempt);
      if (step === 'push' || step === 'pull-request' || step === 'replies') inPublish = true;
      if (trouble.pausesAfter === step) await pause();
      if (trouble.breaksAfter !== step) return;
      clock.advance(20);
      broken = inPublish ? 'publish' : 'agent';
      throw new Stopped(step);
    },
  };
  const view = viewOf(all, run, trouble);
  if (publishOnly) {
    await publishAgain(view, order);
    run.state = broken || view.lost() ? 'failed-publish' : 'ended';
    return;
  }
  const end = await runThread(view, order);
  noteWhatIsOlder(all, run, end.restored.state.ledger.beganAt);
  if (broken || view.lost()) run.state = broken === 'agent' ? 'failed-agent' : 'failed-publish';
  else await conclude(all, run, order, end);
}

/** Requests from before the session are promised less. */
function noteWhatIsOlder(all: Play, run: Run, beganAt: string): void {
  for (const { request, thread } of all.asked) {
    if (threadKey(thread) === threadKey(run.asked.thread) && request.createdAt < beganAt) {
      all.beforeSession.add(request.id);
    }
  }
}

/** What GitHub makes of a run that nothing broke, and the notifier's word on one that did not end well. */
async function conclude(
  all: Play,
  run: Run,
  order: RunOrder,
  end: Awaited<ReturnType<typeof runThread>>,
): Promise<void> {
  const outcome = end.drained?.outcome;
  if (outcome === 'failed' || outcome === 'cancelled') {
    run.state = 'failed-agent';
    await tellThatItStopped(all.world, order, outcome === 'failed' ? 'failure' : 'cancelled');
    return;
  }
  const refused = end.proposed?.kind === 'conflicts' || end.proposed?.kind === 'refused';
  run.state = refused ? 'failed-publish' : 'ended';
}

function viewOf(all: Play, run: Run, { breaksAfter, lateSeconds }: Trouble): ThreadWorld & { lost: () => boolean } {
  const losesPost = breaksAfter === 'first-reply' ? 1 : breaksAfter === 'second-reply' ? 2 : undefined;
  let lost = false;
  const late = lateWorld(all.world, {
    lateSeconds,
    losesPost,
    loses: () => {
      lost = true;
    },
    hides: ({ id }) => all.hidden.add(`comment-${id}`),
  });
  const { artifacts } = late;
  return {
    ...late,
    lost: () => lost,
    artifacts: {
      ...artifacts,
      run: (runId) => {
        const uploads = artifacts.run(runId);
        return {
          ...uploads,
          upload: async (name, files, days) => {
            all.uploads.push({ name, runId: run.runId, files });
            return uploads.upload(name, files, days);
          },
        };
      },
    },
  };
}

/** Nothing breaks any more: each waiting run, then each request that nobody settled, then one more comment in each thread. */
async function settleAll(all: Play): Promise<void> {
  const { clock, proposals } = all.world;
  await goOn(all);
  clock.advance(60);
  for (const run of waiting(all)) await start(all, run, untroubled);
  for (const { request, mayAsk } of all.asked) {
    const run = all.runs.findLast(({ asked }) => asked.request.id === request.id);
    if (!mayAsk || !run || isSettled(all, request.id)) continue;
    clock.advance(60);
    await again(all, run, { failedOnly: false, trouble: untroubled });
  }
  clock.advance(60);
  comment(all, 'alice', false);
  if (proposals.all().length > 0) comment(all, 'bob', true);
  for (const run of waiting(all)) await start(all, run, untroubled);
}

function isSettled({ world, asked }: Play, id: RequestId): boolean {
  return saidIn(world, asked).some(
    ({ marker }) => marker.requestId === id && ['answered', 'refused', 'cancelled'].includes(marker.outcome),
  );
}

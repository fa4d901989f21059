import { Failure } from '../failure/failure.ts';
import { publishAgain, type RunEnd, runThread } from '../testing/index.ts';
import { threadKey } from '../thread/thread.ts';
import { type Ending, tellOfEnd } from './ending.ts';
import { liveOrder } from './live-order.ts';
import { orderOf } from './order-of.ts';
import type { Play, Run } from './play.ts';
import type { Trouble } from './trouble.ts';
import { viewOf } from './view.ts';

const sameThread = (a: Run, b: Run): boolean => threadKey(a.asked.thread) === threadKey(b.asked.thread);

/** Whether the thread's group lets a run begin. */
export function mayStart(all: Play, run: Run): boolean {
  const meets = all.paused !== undefined && sameThread(all.paused.run, run);
  if (meets && all.group === 'ignored') all.overlapped = true;
  return !meets || all.group === 'ignored';
}

/** Lets the run that stands still go on to its end. */
export async function goOn(all: Play): Promise<void> {
  const { paused } = all;
  all.paused = undefined;
  paused?.goOn();
  await paused?.done;
}

interface Again {
  readonly failedOnly: boolean;
  readonly trouble: Trouble;
}

/** A person re-runs a run, all of it or its failed jobs. */
export async function again(all: Play, run: Run, { failedOnly, trouble }: Again): Promise<void> {
  // A run that ended well has no failed jobs.
  if (failedOnly && run.state === 'ended') return;
  const publishOnly = failedOnly && run.state === 'failed-publish';
  run.attempt += 1;
  await start(all, run, trouble, { publishOnly });
}

interface More {
  readonly publishOnly?: boolean;
  /** What the jobs after those of the thread do. */
  readonly after?: () => Promise<void>;
}

/** Starts a run; it goes on until it ended or stands still. */
export async function start(
  all: Play,
  run: Run,
  trouble: Trouble,
  { publishOnly = false, after = async () => {} }: More = {},
): Promise<void> {
  const { promise: stands, resolve: stand } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const pause = async (): Promise<void> => {
    if (all.paused) return;
    all.paused = { run, goOn: release, done };
    stand();
    await released;
  };
  run.stopped = false;
  run.state = 'going';
  const done = carryOut(all, run, { trouble, publishOnly, pause }).then(after);
  await Promise.race([done, stands]);
}

interface Course {
  readonly trouble: Trouble;
  readonly publishOnly: boolean;
  readonly pause: () => Promise<void>;
}

async function carryOut(all: Play, run: Run, { trouble, publishOnly, pause }: Course): Promise<void> {
  const ending: Ending = { job: 'agent', after: undefined, how: 'well' };
  if (trouble.lateSeconds > 0) all.late = true;
  const view = viewOf(all, run, trouble, () => {
    ending.how = trouble.byPerson ? 'cancelled' : 'lost';
  });
  const order = liveOrder(all, run, { trouble, pause, ending });
  try {
    if (publishOnly) redden(ending, await publishAgain(view, order));
    else concluded(all, run, ending, await runThread(view, order));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    ending.how = 'red';
  }
  run.state = ending.how === 'well' ? 'ended' : ending.job === 'agent' ? 'failed-agent' : 'failed-publish';
  if (ending.how !== 'well' && !trouble.untold) await tellOfEnd(all, orderOf(all, run), ending);
}

function redden(ending: Ending, red: unknown): void {
  if (red !== undefined && ending.how === 'well') ending.how = 'red';
}

/** What GitHub makes of a run that nothing broke off. */
function concluded(all: Play, run: Run, ending: Ending, end: RunEnd): void {
  const { ledger, keepBundle } = end.restored.state;
  // A run that found nothing to do has looked at no session.
  if (keepBundle) noteWhatIsOlder(all, run, ledger.beganAt);
  redden(ending, end.red);
  if (ending.how !== 'well') return;
  const outcome = end.drained?.outcome ?? 'nothing';
  run.foundNothing = outcome === 'nothing';
  const refused = end.proposed?.kind === 'conflicts' || end.proposed?.kind === 'refused';
  if (outcome === 'failed' || outcome === 'cancelled') {
    ending.job = 'agent';
    ending.after = 'codex';
    ending.how = outcome === 'failed' ? 'red' : 'cancelled';
  } else if (refused) {
    ending.job = 'publish';
    ending.how = 'red';
  }
}

/** Requests from before the session are promised less. */
function noteWhatIsOlder(all: Play, run: Run, beganAt: string): void {
  for (const { id, createdAt, thread } of all.asked) {
    if (threadKey(thread) === threadKey(run.asked.thread) && createdAt < beganAt) all.beforeSession.add(id);
  }
}

import { jobOf } from '../scenarios/run-page.ts';
import { type Balance, type Books, balance } from './books.ts';
import type { Case, Stage } from './case.ts';
import { faultOf } from './disturbance.ts';
import { begin, type SoakStage } from './stage.ts';

/** What a person did before the next comment. */
export type Recovery = 'comment' | 're-run as told' | 're-run of a red run';

/** What came of a case. */
export interface Outcome extends Balance {
  /** Kills and faults that met something. */
  readonly struck: boolean;
  readonly requests: number;
  readonly recovery: Recovery;
}

/** Plays a case, then asks once more as a person would, and balances the books. */
export async function playCase(stage: SoakStage, one: Case): Promise<Outcome> {
  switch (one.kind) {
    case 'burst':
      return settle(stage, [await burst(stage, one.comments)], true);
    case 'crowd':
      return settle(stage, await crowd(stage, one.threads), true);
    case 'disturbed': {
      const before = stage.acting.runs.length;
      const { thread, struck } = await disturb(stage, one);
      const recovery = await rerunIfNeeded(stage, thread, one.stage, before);
      return { ...(await settle(stage, [thread], struck)), recovery };
    }
  }
}

interface Thread extends Books {
  /** Where people ask. */
  readonly number: number;
  readonly requests: string[];
}

type Disturbed = Extract<Case, { kind: 'disturbed' }>;

async function disturb(
  stage: SoakStage,
  one: Disturbed,
): Promise<{ readonly thread: Thread; readonly struck: boolean }> {
  const { acting, killer, lab } = stage;
  const thread = await ask(stage, one.stage, () => killer.arm(one.kills));
  const faults = one.faults.map((planned) => ({ planned, fault: faultOf(planned) }));
  for (const { fault } of faults) lab.github.faults.add(fault);
  for (let more = 0; more < one.comments; more++) await comment(stage, thread, `more ${more}`);
  await acting.idle();
  const struck = killer.struck > 0 || faults.some(({ planned, fault }) => fault.times < planned.times);
  killer.disarm();
  lab.github.faults.clear();
  return { thread, struck };
}

const work = 'shell sleep 0.1';

async function ask(stage: SoakStage, which: Stage, ready: () => void): Promise<Thread> {
  const { acting } = stage;
  if (which === 'opening') {
    ready();
    const issue = await acting.opens('owner', 'Case', `write case.txt: 1\n${work}`);
    return { issue, pull: undefined, number: issue, requests: [`issue-${issue}`] };
  }
  const standing = which === 'moved' ? await begin(acting, '') : await stage.standing();
  const thread = { ...standing, number: standing.pull };
  // Before the request is made: its run begins at once.
  ready();
  await comment(stage, thread, `write case-${standing.requests.length}.txt: 1\n${work}`);
  return thread;
}

async function comment({ acting }: SoakStage, thread: Thread, text: string): Promise<string> {
  const request = `comment-${await acting.comments('owner', thread.number, text)}`;
  thread.requests.push(request);
  return request;
}

/**
 * A person does what the reply says. A thread whose very first run died before it routed has heard nothing of the
 * worker, and a comment there is for other people; all that tells of the loss is the red run.
 */
async function rerunIfNeeded(
  { acting }: SoakStage,
  { number }: Thread,
  stage: Stage,
  before: number,
): Promise<Recovery> {
  const failed = acting.runs.slice(before).filter(({ conclusion }) => conclusion === 'failure');
  const told = (await acting.replies(number)).some(({ body }) => /re-run the failed jobs/i.test(body));
  const mute = stage !== 'follow-up' && failed.some((run) => jobOf(run, 'route')?.conclusion === 'failure');
  if (failed.length === 0 || (!told && !mute)) return 'comment';
  for (const { id } of failed) {
    await acting.as('owner').rest.actions.reRunWorkflowFailedJobs({ ...acting.place, run_id: id });
    await acting.idle();
  }
  return told ? 're-run as told' : 're-run of a red run';
}

/** The next comment has to work in each thread; after a move that one is in the pull request. */
async function settle(stage: SoakStage, threads: readonly Thread[], struck: boolean): Promise<Outcome> {
  const lost: string[] = [];
  const double: string[] = [];
  for (const thread of threads) await comment(stage, thread, 'And now?');
  await stage.acting.idle();
  const moved = await Promise.all(threads.map((thread) => afterMove(stage, thread)));
  for (const [index, thread] of moved.entries())
    if (thread.number !== threads[index]?.number) await comment(stage, thread, 'And here?');
  await stage.acting.idle();
  for (const thread of moved) {
    const sums = await balance(stage.acting, thread);
    lost.push(...sums.lost);
    double.push(...sums.double);
  }
  return {
    lost,
    double,
    struck,
    recovery: 'comment',
    requests: moved.reduce((sum, { requests }) => sum + requests.length, 0),
  };
}

async function afterMove({ acting }: SoakStage, thread: Thread): Promise<Thread> {
  if (thread.pull !== undefined) return thread;
  const pull = await acting.pullOf(thread.issue).catch(() => undefined);
  return pull === undefined ? thread : { ...thread, pull: pull.number, number: pull.number };
}

async function burst(stage: SoakStage, comments: number): Promise<Thread> {
  const standing = await stage.standing();
  const thread: Thread = { ...standing, number: standing.pull };
  await Promise.all(Array.from({ length: comments }, (_, index) => comment(stage, thread, `Burst ${index}`)));
  await stage.acting.idle();
  return thread;
}

async function crowd({ acting }: SoakStage, threads: number): Promise<readonly Thread[]> {
  const issues = await Promise.all(
    Array.from({ length: threads }, (_, index) => acting.opens('owner', `Crowd ${index}`, 'hello')),
  );
  await acting.idle();
  return issues.map((issue) => ({ issue, pull: undefined, number: issue, requests: [`issue-${issue}`] }));
}

import { outputOf } from '../scenarios/run-page.ts';
import { type Balance, balance, together } from './books.ts';
import type { Case, Disturbed, Kill, PlannedFault } from './case.ts';
import { evidenceOf } from './evidence.ts';
import { faultOf } from './fault-of.ts';
import type { SoakThread } from './soak-thread.ts';
import type { RequestMore, SoakStage } from './stage.ts';

/** What came of a case. */
export interface Outcome extends Balance {
  /** What met something. */
  readonly kills: readonly Kill[];
  readonly faults: readonly PlannedFault[];
  readonly requests: number;
  /** Runs that were made, those of them that asked Codex, and those that ended red. */
  readonly runs: number;
  readonly worked: number;
  readonly red: number;
  /** Requests that the next comment did not mend, and a person's re-run did. */
  readonly hand: readonly string[];
}

/** Plays a case, asks once more as a person would, and balances the books. */
export async function playCase(stage: SoakStage, one: Case): Promise<Outcome> {
  switch (one.kind) {
    case 'burst':
      return playBurst(stage, one.comments);
    case 'crowd':
      return playCrowd(stage, one.threads);
    case 'row':
      return playRow(stage, one.kills);
    case 'next':
      return settle(stage, [await stage.standing()], stage.acting.runs.length);
    case 'disturbed':
      return playDisturbed(stage, one);
  }
}

async function playBurst(stage: SoakStage, comments: number): Promise<Outcome> {
  const thread = await stage.standing();
  const before = stage.acting.runs.length;
  await Promise.all(Array.from({ length: comments }, () => stage.asks(thread)));
  await stage.acting.idle();
  return settle(stage, [thread], before);
}

async function playCrowd(stage: SoakStage, threads: number): Promise<Outcome> {
  const before = stage.acting.runs.length;
  const all = await Promise.all(Array.from({ length: threads }, () => stage.opens()));
  await stage.acting.idle();
  return settle(stage, all, before);
}

async function playRow(stage: SoakStage, kills: readonly Kill[]): Promise<Outcome> {
  const thread = await stage.standing();
  const before = stage.acting.runs.length;
  const struck: Kill[] = [];
  for (const kill of kills) {
    stage.killer.arm([kill]);
    await stage.asks(thread, workFor([kill]));
    await stage.acting.idle();
    struck.push(...stage.killer.struck);
    stage.killer.disarm();
  }
  return { ...(await settle(stage, [thread], before)), kills: struck };
}

/** After many threads at once, the next comment is tried in one of them. */
const mostNext = 1;

async function settle(stage: SoakStage, threads: readonly SoakThread[], before: number): Promise<Outcome> {
  stage.owesNext = false;
  await askOnceMore(stage, threads.slice(0, mostNext));
  const sums = together(await Promise.all(threads.map((thread) => balanceOf(stage, thread))));
  const requests = threads.reduce((sum, { asked }) => sum + asked.length, 0);
  return { ...sums, kills: [], faults: [], requests, ...runsSince(stage, before), hand: [] };
}

async function playDisturbed(stage: SoakStage, one: Disturbed): Promise<Outcome> {
  const { acting } = stage;
  const before = acting.runs.length;
  const { thread, kills, faults } = await disturb(stage, one);
  const red = redSince(stage, before);
  if (one.reruns === true) await rerun(stage, red);
  const isWhole = red.length === 0 && (await balanceOf(stage, thread)).lost.length === 0;
  // After what needed no mending, the next case's request is the next comment.
  if (isWhole && one.stage === 'follow-up') stage.owesNext = true;
  else {
    // Who waits for an answer asks again where he asked; who has one goes where it leads.
    if (isWhole) await followMove(stage, thread);
    await askOnceMore(stage, [thread]);
  }
  const sums = await balanceOf(stage, thread);
  const mended = sums.lost.length > 0 && red.length > 0 ? await mendByHand(stage, thread, red) : sums;
  if (!stage.hasStanding && thread.pull !== undefined && thread.asked.at(-1)?.at === thread.pull) stage.adopt(thread);
  const hand = sums.lost.filter((id) => !mended.lost.includes(id));
  return {
    ...mended,
    kills,
    faults,
    requests: thread.asked.length,
    ...runsSince(stage, before),
    red: red.length,
    hand,
  };
}

interface Trouble extends Pick<Outcome, 'kills' | 'faults'> {
  readonly thread: SoakThread;
}

async function disturb(stage: SoakStage, one: Disturbed): Promise<Trouble> {
  const { acting, killer, lab } = stage;
  const waiting = one.faults.map((planned) => ({ planned, fault: faultOf(planned) }));
  // Before the request is made: its run begins at once.
  const thread = await ask(stage, one, () => killer.arm(one.kills));
  // What a person calls is not to be broken.
  for (let more = 0; more < one.comments; more++) await stage.asks(thread);
  for (const { fault } of waiting) lab.github.faults.add(fault);
  await acting.idle();
  killer.disarm();
  lab.github.faults.clear();
  const faults = waiting.filter(({ planned, fault }) => fault.times < planned.times).map(({ planned }) => planned);
  return { thread, kills: killer.struck, faults };
}

async function ask(stage: SoakStage, { stage: which, kills }: Disturbed, ready: () => void): Promise<SoakThread> {
  const more = workFor(kills);
  if (which === 'opening') {
    ready();
    return stage.opens(more);
  }
  const thread = which === 'moved' ? await movedThread(stage) : await stage.standing();
  ready();
  await stage.asks(thread, more);
  return thread;
}

/** A command takes half a second, and only one moment needs it. */
function workFor(kills: readonly Kill[]): RequestMore {
  const hasCommand = kills.some((kill) => kill.kind === 'codex' && kill.moment === 'during-command');
  return { writes: true, ...(hasCommand ? { work: 'shell sleep 0.2' } : {}) };
}

async function movedThread(stage: SoakStage): Promise<SoakThread> {
  const thread = await stage.opens({ writes: true });
  await stage.acting.idle();
  await followMove(stage, thread);
  return thread;
}

const redSince = ({ acting }: SoakStage, before: number): readonly number[] =>
  acting.runs
    .slice(before)
    .filter(({ conclusion }) => conclusion === 'failure')
    .map(({ id }) => id);

function runsSince(stage: SoakStage, before: number): Pick<Outcome, 'runs' | 'worked' | 'red'> {
  const runs = stage.acting.runs.slice(before);
  const worked = runs.filter((run) => outputOf(run, 'outcome') === 'answered').length;
  return { runs: runs.length, worked, red: redSince(stage, before).length };
}

async function rerun({ acting }: SoakStage, runs: readonly number[]): Promise<void> {
  for (const run_id of runs) {
    await acting.as('owner').rest.actions.reRunWorkflowFailedJobs({ ...acting.place, run_id });
    await acting.idle();
  }
}

async function mendByHand(stage: SoakStage, thread: SoakThread, red: readonly number[]): Promise<Balance> {
  await rerun(stage, red);
  await followMove(stage, thread);
  return balanceOf(stage, thread);
}

/** The next comment has to work, and after a move the next one in the pull request too. */
async function askOnceMore(stage: SoakStage, threads: readonly SoakThread[]): Promise<void> {
  const before = threads.map(({ pull }) => pull);
  for (const thread of threads) await stage.asks(thread);
  await stage.acting.idle();
  for (const [index, thread] of threads.entries()) {
    await followMove(stage, thread);
    if (thread.pull !== before[index]) await stage.asks(thread);
  }
  await stage.acting.idle();
}

async function followMove({ acting }: SoakStage, thread: SoakThread): Promise<void> {
  if (thread.pull !== undefined) return;
  const pull = await acting.pullOf(thread.issue).catch(() => undefined);
  thread.pull = pull?.number;
}

async function balanceOf(stage: SoakStage, thread: SoakThread): Promise<Balance> {
  return balance(thread, await evidenceOf(stage, thread));
}

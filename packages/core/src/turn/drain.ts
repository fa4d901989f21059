import { bringAhead } from '../attachment/bring-attachments.ts';
import { Failure } from '../failure/failure.ts';
import { settle } from '../ledger/ledger.ts';
import { cursor, openRequests } from '../ledger/open-requests.ts';
import { look } from '../request/look.ts';
import type { Request } from '../request/request.ts';
import type { ThreadState } from '../session/thread-state.ts';
import type { Comment } from '../thread/conversation.ts';
import { carryOut } from './carry-out.ts';
import type { Drained, DrainOrder, DrainPorts } from './drained.ts';
import { endedMeanwhile, refuseRest } from './ended.ts';
import { once } from './once.ts';
import type { Progress, Run, Taken } from './progress.ts';
import { takeAsked } from './take-asked.ts';
import { planWork, requestsOf, stillOpen } from './work.ts';

/** Takes every open request of the thread in order, then looks once more for new ones. */
export async function drain(ports: DrainPorts, state: ThreadState, order: DrainOrder): Promise<Drained> {
  const run: Run = { ports, state, order, agent: once(() => ports.prepareAgent()) };
  const first = await takeAll(run, await begin(run), state.open);
  if (state.open.length === 0) await ports.keep(first.progress.drained);
  if (!first.mayGoOn || state.open.length === 0) return first.progress.drained;
  const late = await lookOnceMore(run, first.progress);
  return (await takeAll(run, late.progress, late.open)).progress.drained;
}

async function begin({ ports, state, order }: Run): Promise<Progress> {
  const { carried, context, workspace } = state;
  const drained = settleRefusals(state, order);
  await bringAhead(ports.pictures, state.open);
  // What an earlier run left unpublished is in the files, and is none of this run's.
  const patch = carried?.applied ? await ports.tree.changesSince(workspace.base) : undefined;
  return { drained, context, checkpoint: { turn: drained.ledger.turns.length, patch } };
}

function settleRefusals(state: ThreadState, { run }: DrainOrder): Drained {
  let { ledger } = state;
  for (const { request, reply } of state.refusals) {
    // What was cancelled may still be asked for again.
    if (reply.outcome !== 'cancelled') ledger = settle(ledger, request, { state: 'refused', outboxRun: run });
  }
  return {
    ledger,
    replies: state.refusals.map(({ reply }) => reply),
    answered: [],
    outcome: state.failure ? 'failed' : state.refusals.length > 0 ? 'refused' : 'nothing',
    failure: state.failure,
    openNow: false,
    takenBack: { commits: [], carried: false },
  };
}

async function takeAll(run: Run, before: Progress, requests: readonly Request[]): Promise<Taken> {
  let progress = before;
  let left = requests.length;
  for (const planned of planWork(requests, run.order.coalesce)) {
    const work = stillOpen(planned, progress.drained.ledger);
    if (!work) {
      left -= requestsOf(planned).length;
      continue;
    }
    // The restored thread is as good as new at the first turn; each takes its time.
    const text = requestsOf(work)[0] === run.state.open[0] ? undefined : await endedMeanwhile(run);
    if (text !== undefined)
      return refused(run, refuseRest(progress, requests.slice(-left), { text, run: run.order.run }));
    left -= requestsOf(planned).length;
    const taken =
      work.kind === 'turn'
        ? await takeAsked(run, progress, work.turn, left)
        : await carryOut(run, progress, work, left);
    progress = taken.progress;
    await run.ports.keep(progress.drained);
    if (!taken.mayGoOn) return taken;
  }
  return { progress, mayGoOn: true };
}

async function refused({ ports }: Run, progress: Progress): Promise<Taken> {
  await ports.keep(progress.drained);
  return { progress, mayGoOn: false };
}

interface Late {
  readonly open: readonly Request[];
  readonly progress: Progress;
}

/** What was asked meanwhile. The answers that there are do not depend on it: the next run looks again. */
async function lookOnceMore(run: Run, progress: Progress): Promise<Late> {
  // A moved thread takes no new requests here: the pull request's link answers them in their own run.
  if (run.state.movedTo !== undefined) return { open: [], progress };
  try {
    return await askedMeanwhile(run, progress);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    run.ports.warn(
      `The last look for new requests failed: ${error.what} What was asked meanwhile waits for the next run.`,
    );
    return { open: [], progress };
  }
}

async function askedMeanwhile({ ports, state, order }: Run, progress: Progress): Promise<Late> {
  const { ledger } = progress.drained;
  const { trigger, policy } = order;
  const since = cursor(ledger);
  const until = state.until === undefined ? {} : { until: state.until };
  const seen = await look(ports, { thread: state.thread, since, trigger, policy, ledger, own: undefined, ...until });
  const facts = { asked: seen.asked, replies: seen.replies, askedAgain: undefined, ofThisRun: state.ownRequest };
  const context = [...progress.context, ...said(state, seen.context)];
  const open = openRequests(ledger, facts);
  await bringAhead(ports.pictures, open);
  return { open, progress: { ...progress, context } };
}

/** What nobody was told of yet: said after the run looked first. */
function said({ context, open }: ThreadState, now: readonly Comment[]): readonly Comment[] {
  const known = new Set(context.map(({ id }) => id));
  const newest = Math.max(...open.map(({ createdAt }) => Date.parse(createdAt)));
  return now.filter(({ id, createdAt }) => !known.has(id) && Date.parse(createdAt) >= newest);
}

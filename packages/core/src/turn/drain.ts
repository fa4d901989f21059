import type { Ledger } from '../ledger/ledger.ts';
import { settle } from '../ledger/ledger.ts';
import { cursor, openRequests } from '../ledger/open-requests.ts';
import { settles } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import type { Request } from '../request/request.ts';
import { requestsAmong } from '../request/requests-among.ts';
import type { ThreadState } from '../session/thread-state.ts';
import type { Drained, DrainOrder, DrainPorts } from './drained.ts';
import { mayGoOn, recordTurn } from './record-turn.ts';
import { takeTurn, turnRecord } from './take-turn.ts';
import type { Agent } from './turn.ts';

/** Takes every open request of the thread in order, a turn each, then looks once more for new ones. */
export async function drain(ports: DrainPorts, state: ThreadState, order: DrainOrder): Promise<Drained> {
  let drained = settleRefusals(state, order);
  const agent = once(() => ports.prepareAgent());
  const first = await takeAll(ports, agent, { state, order, requests: state.open, drained });
  drained = first.drained;
  if (first.taken === 0) await ports.keep(drained);
  if (!first.mayGoOn || first.taken === 0) return drained;
  const late = await lookOnceMore(ports, state, order, drained.ledger);
  return (await takeAll(ports, agent, { state, order, requests: late, drained })).drained;
}

function settleRefusals(state: ThreadState, { run }: DrainOrder): Drained {
  let { ledger } = state;
  for (const { request } of state.refusals) ledger = settle(ledger, request, { state: 'refused', outboxRun: run });
  return {
    ledger,
    replies: state.refusals.map(({ reply }) => reply),
    answered: [],
    outcome: state.failure ? 'failed' : state.refusals.length > 0 ? 'refused' : 'nothing',
    failure: state.failure,
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

interface Batch {
  readonly state: ThreadState;
  readonly order: DrainOrder;
  readonly requests: readonly Request[];
  readonly drained: Drained;
}

async function takeAll(
  ports: DrainPorts,
  agent: () => Promise<Agent>,
  { state, order, requests, drained: before }: Batch,
): Promise<{ readonly drained: Drained; readonly taken: number; readonly mayGoOn: boolean }> {
  let drained = before;
  for (const [index, request] of requests.entries()) {
    const waiting = requests.length - index - 1;
    const startedAt = ports.now();
    const end = await takeTurn(agent, request, { state, order, ledger: drained.ledger });
    const turn = turnRecord(end, { order, startedAt, endedAt: ports.now(), ledger: drained.ledger });
    drained = recordTurn(drained, request, { end, turn, order, waiting, own: state.ownRequest });
    await ports.keep(drained);
    if (!mayGoOn(end)) return { drained, taken: index + 1, mayGoOn: false };
  }
  return { drained, taken: requests.length, mayGoOn: true };
}

async function lookOnceMore(
  { conversation, people }: DrainPorts,
  state: ThreadState,
  { policy }: DrainOrder,
  ledger: Ledger,
): Promise<readonly Request[]> {
  const comments = await conversation.commentsSince(state.thread, cursor(ledger));
  const markers = ownMarkers(comments, policy.ownLogin).map(({ marker }) => marker);
  const repliedTo = new Set(markers.filter((marker) => settles(marker)).map(({ requestId }) => requestId));
  const asked = await requestsAmong(people, comments, policy);
  const open = openRequests(ledger, { asked, repliedTo, askedAgain: undefined, ofThisRun: state.ownRequest });
  // A moved thread takes no new requests here: the pull request's link answers them in their own run.
  return state.movedTo === undefined ? open : [];
}

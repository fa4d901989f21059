import { offerPatch } from '../fork/offer-patch.ts';
import type { Request } from '../request/request.ts';
import type { Comment } from '../thread/conversation.ts';
import type { Progress, Run, Taken } from './progress.ts';
import { mayGoOn, recordTurn } from './record-turn.ts';
import { takeTurn, turnRecord } from './take-turn.ts';
import type { AskedTurn } from './work.ts';

/** Takes one turn, and enters it into ledger and replies. */
export async function takeAsked(run: Run, progress: Progress, asked: AskedTurn, waiting: number): Promise<Taken> {
  const { ports, state, order } = run;
  const { drained } = progress;
  const { told, rest } = divide(progress.context, asked.requests);
  const startedAt = ports.now();
  const { ledger } = drained;
  const { sessionId } = ledger.settings;
  const bytes = sessionId === undefined ? 0 : await ports.transcripts.bytes(sessionId);
  const end = await takeTurn(run, asked, { ledger, context: told });
  const offer =
    state.fork && end.kind === 'answered' ? await offerPatch(ports.tree, end.finalMessage, state.fork) : undefined;
  const times = { asked, order, startedAt, endedAt: ports.now(), ledger, bytes, fork: state.fork };
  const turn = turnRecord(end, { ...times, offered: offer?.patch });
  const recorded = recordTurn(drained, asked, {
    end: end.kind === 'answered' && offer ? { ...end, finalMessage: offer.text } : end,
    patch: offer?.patch,
    turn,
    order,
    waiting,
    own: state.ownRequest,
    page: state.facts.url,
  });
  return { progress: { ...progress, drained: recorded, context: rest }, mayGoOn: mayGoOn(end) };
}

/** A turn is told what was said before its newest request, once. */
function divide(
  context: readonly Comment[],
  requests: readonly Request[],
): { readonly told: readonly Comment[]; readonly rest: readonly Comment[] } {
  const newest = Math.max(...requests.map(({ createdAt }) => Date.parse(createdAt)));
  const isOlder = ({ createdAt }: Comment): boolean => Date.parse(createdAt) <= newest;
  return { told: context.filter(isOlder), rest: context.filter((comment) => !isOlder(comment)) };
}

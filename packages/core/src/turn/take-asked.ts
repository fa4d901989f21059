import { type Attached, bringAttachments, noneAttached, unreadOf } from '../attachment/bring-attachments.ts';
import { offerPatch } from '../fork/offer-patch.ts';
import type { Request } from '../request/request.ts';
import { sameLogin } from '../standing/standing.ts';
import type { Comment } from '../thread/conversation.ts';
import type { Progress, Run, Taken } from './progress.ts';
import { opensWith } from './prompt.ts';
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
  const attached = await attachedTo(run, asked, sessionId !== undefined);
  const end = await takeTurn(run, asked, { ledger, context: told, attached });
  const offer =
    state.fork && end.kind === 'answered' ? await offerPatch(ports.tree, end.finalMessage, state.fork) : undefined;
  const times = { asked, order, startedAt, endedAt: ports.now(), ledger, bytes, fork: state.fork };
  const turn = turnRecord(end, { ...times, offered: offer?.patch });
  const recorded = recordTurn(drained, asked, {
    end: end.kind === 'answered' && offer ? { ...end, finalMessage: offer.text } : end,
    patch: offer?.patch,
    unread: unreadOf(attached),
    turn,
    order,
    waiting,
    own: state.ownRequest,
    page: state.facts.url,
  });
  return { progress: { ...progress, drained: recorded, context: rest }, mayGoOn: mayGoOn(end) };
}

/** Only what people with standing attached. Whoever opened the thread may be a stranger, and others may have changed the text. */
async function attachedTo({ ports, state, order }: Run, asked: AskedTurn, resumes: boolean): Promise<Attached> {
  if (order.cancelled.aborted) return noneAttached;
  const { facts, thread } = state;
  const isTold = !resumes && !opensWith(asked.words);
  const isAskers = asked.requests.some(({ author }) => sameLogin(author.login, facts.author.login));
  const mayCount = isTold && isAskers && order.policy.minimumPermission !== 'admin';
  const about = mayCount ? (facts.attachments ?? []) : [];
  return bringAttachments(ports, { thread, about, requests: asked.words });
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

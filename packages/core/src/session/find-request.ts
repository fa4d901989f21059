import { Failure } from '../failure/failure.ts';
import { reopened } from '../ledger/settlement.ts';
import { settles } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { texts } from '../reply/texts.ts';
import { onceMoreAt, type RequestId } from '../request/request.ts';
import { admit, type Person } from '../standing/standing.ts';
import type { RestoreCall, RestoreOrder, RestorePorts } from './restore-order.ts';

/** What the run was started for. */
export type FoundRequest =
  | ({ readonly kind: 'found' } & Pick<RestoreOrder, 'request' | 'authorisedText' | 'asker' | 'openedBy'>)
  /** It has its reply. */
  | { readonly kind: 'settled' }
  /** It is not taken up, and nobody was told so yet. */
  | { readonly kind: 'refused'; readonly request: RestoreOrder['request']; readonly text: string };

/** Finds the request of the run: in its event, on GitHub, or in a file of the queue. */
export async function findRequest(ports: RestorePorts, call: RestoreCall): Promise<FoundRequest> {
  const { source } = call;
  switch (source.kind) {
    case 'event': {
      const { request, asker, openedBy } = source;
      return { kind: 'found', request, authorisedText: request.text, asker, openedBy };
    }
    case 'queued': {
      const queued = await ports.queue.read(source.path);
      if (!queued) return { kind: 'settled' };
      const { request, asker, openedBy } = queued;
      return { kind: 'found', request, authorisedText: request.text, asker, openedBy };
    }
    case 'named':
      return findByName(ports, call, source.id);
  }
}

async function findByName(ports: RestorePorts, call: RestoreCall, id: RequestId): Promise<FoundRequest> {
  if (id.startsWith('dispatch-')) throw onlyInItsRun(id);
  const found = await ports.conversation.request(call.thread, id);
  if (!found) return goneByName(ports, call, id);
  const request = { ...found, createdAt: onceMoreAt(id) ?? found.createdAt };
  if ((await admit(ports.people, request.author, call.policy)).kind !== 'admitted') {
    return { kind: 'refused', request, text: texts.askerWithoutStanding(request.author.login) };
  }
  return { kind: 'found', request, authorisedText: undefined, asker: request.author, openedBy: undefined };
}

function onlyInItsRun(id: RequestId): Failure {
  return new Failure('input-invalid', {
    what: `The input "request" is "${id}", and the text of a run by hand stands in that run alone.`,
    fix: `Re-run the run ${id.slice('dispatch-'.length)}.`,
  });
}

/** GitHub shows this account where nobody is left to name. */
const ghost: Person = { login: 'ghost', id: 10137, type: 'User' };

async function goneByName({ conversation }: RestorePorts, call: RestoreCall, id: RequestId): Promise<FoundRequest> {
  const comments = await conversation.newestComments(call.thread);
  const told = ownMarkers(comments, call.policy.ownLogin);
  const again = reopened(told).has(id) ? id : undefined;
  if (told.some(({ marker }) => marker.requestId === id && settles(marker, again))) return { kind: 'settled' };
  const { createdAt } = comments.at(-1) ?? (await conversation.facts(call.thread));
  return { kind: 'refused', request: { id, author: ghost, createdAt, text: '' }, text: texts.requestGone(id) };
}

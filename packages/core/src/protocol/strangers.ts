import { baseOf } from '../request/request.ts';
import { type Asked, hasStanding, mayReachCodex } from './asked.ts';
import type { Play } from './play.ts';
import type { Said } from './replies.ts';

/** Nobody without standing gets a turn or a reply, nor do their words get into somebody else's turn. */
export function strangersLeftAlone(all: Play, said: readonly Said[]): readonly string[] {
  return [
    ...all.asked.filter(({ author }) => !hasStanding(author)).flatMap((asked) => gotNoReply(asked, said)),
    ...all.turns.flatMap(({ tokens }, index) => tokens.flatMap((token) => mayBeAsked(all, index, token))),
  ];
}

function gotNoReply({ id }: Asked, said: readonly Said[]): readonly string[] {
  const isTold = said.some(({ marker }) => baseOf(marker.requestId) === id);
  return isTold ? [`${id} of somebody who may not ask got a reply`] : [];
}

function mayBeAsked({ asked }: Play, turn: number, token: string): readonly string[] {
  const isAllowed = asked.some((one) =>
    one.editions.some((edition) => edition.token === token && mayReachCodex(one, edition)),
  );
  return isAllowed ? [] : [`turn ${turn} was given ${token}, which nobody who may ask wrote`];
}

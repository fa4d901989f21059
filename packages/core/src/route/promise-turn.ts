import { texts } from '../reply/texts.ts';
import type { Request } from '../request/request.ts';
import type { Person } from '../standing/standing.ts';
import { countedSince, type UsedUp, usedUp } from '../standing/turn-limits.ts';
import type { Thread } from '../thread/thread.ts';
import { announce } from './acknowledge.ts';
import type { RouterSettings } from './decide.ts';
import type { RoutePorts } from './ports.ts';

interface Wanted {
  readonly thread: Thread;
  readonly request: Request;
  readonly asker: Person;
}

/**
 * Promises a turn where turns are limited; answers the limit that leaves none. The promise is made before others are
 * counted: of two requests at the same moment, each sees the other, and the later promise gives way. What has its last word
 * already needs none: its run finds nothing to do.
 */
export async function promiseTurn(
  ports: Pick<RoutePorts, 'conversation' | 'turns'>,
  { thread, request, asker }: Wanted,
  settings: Pick<RouterSettings, 'limits' | 'now' | 'run' | 'policy'>,
): Promise<UsedUp | undefined> {
  const { limits, now } = settings;
  const since = countedSince(limits, now);
  if (since === undefined) return undefined;
  const promise = await announce(ports, { thread, request, by: asker.login }, texts.turnPromised, settings);
  if (promise === undefined) return undefined;
  const limit = usedUp(limits, await ports.turns.turnsSince(since, promise), asker.login, now);
  if (limit) await ports.conversation.removeComment(thread, promise);
  return limit;
}

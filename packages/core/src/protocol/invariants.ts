import { changesLanded, onePullRequest } from './changes-landed.ts';
import { inTheirOrder } from './in-order.ts';
import type { Play } from './play.ts';
import { saidIn } from './replies.ts';
import { sessionsKept } from './sessions-kept.ts';
import { settledOnce } from './settled-once.ts';
import { strangersLeftAlone } from './strangers.ts';

/** Every promise of the protocol that was broken, as sentences; none, where all were kept. */
export function brokenPromises(all: Play): readonly string[] {
  const said = saidIn(all);
  return [
    ...settledOnce(all, said),
    ...strangersLeftAlone(all, said),
    ...inTheirOrder(all, said),
    ...sessionsKept(all),
    ...changesLanded(all, said),
    ...onePullRequest(all),
  ];
}

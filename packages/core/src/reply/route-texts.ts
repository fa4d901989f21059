import type { UsedUp } from '../standing/turn-limits.ts';
import { readableTime } from './readable-time.ts';
import { say } from './say.ts';

/** What a person reads from the router: refusals, how long a request waits, and what it answers itself. */
export const routeTexts = {
  forkRefused: (reason: string): string => say('forkRefused', { reason, fix: say('failure.fork-refused.fix') }),

  forkHeadChanged: (reason: string): string =>
    say('forkHeadChanged', { reason, fix: say('failure.fork-head-changed.fix') }),

  threadLocked: (reason: string): string => say('threadLocked', { reason, fix: say('failure.thread-locked.fix') }),

  turnLimit: ({ input, most: count, again }: UsedUp): string => {
    const time = readableTime(again);
    if (input.startsWith('person')) {
      return count === 1
        ? say('turnLimit.person.one', { input, time })
        : say('turnLimit.person.other', { input, count, time });
    }
    return count === 1 ? say('turnLimit.one', { input, time }) : say('turnLimit.other', { input, count, time });
  },

  turnsUsedUp: (reason: string): string => say('turnsUsedUp', { reason }),

  get turnPromised() {
    return say('turnPromised');
  },

  runsAhead: (count: number): string => (count === 1 ? say('runsAhead.one') : say('runsAhead.other', { count })),

  requestsAhead: (count: number): string =>
    count === 1 ? say('requestsAhead.one') : say('requestsAhead.other', { count }),

  running: ({ url, since, waiting: count }: RunningFacts): string => {
    const waiting = waits(count);
    if (url === undefined) return say('running.none', { waiting });
    return since === undefined
      ? say('running', { url, waiting })
      : say('running.since', { url, time: readableTime(since), waiting });
  },

  queueHolds: (count: number): string => {
    if (count === 0) return say('queueHolds.none');
    return count === 1 ? say('queueHolds.one') : say('queueHolds.other', { count });
  },

  runsUntold: (url: string): string => say('runsUntold', { url }),

  runsHidden: (fix: string): string => say('runsHidden', { fix }),

  lastAnswer: (answer: { readonly url: string; readonly createdAt: string } | undefined): string =>
    answer === undefined
      ? say('lastAnswer.none')
      : say('lastAnswer', { time: readableTime(answer.createdAt), url: answer.url }),

  stopping: (url: string, count: number): string => {
    if (count === 0) return say('stopping.none', { url });
    return count === 1 ? say('stopping.one', { url }) : say('stopping.other', { url, count });
  },

  stopRefused: (url: string, fix: string): string => say('stopRefused', { url, fix }),

  stopUntold: (url: string): string => say('stopUntold', { url }),
};

interface RunningFacts {
  readonly url: string | undefined;
  readonly since: string | undefined;
  readonly waiting: number;
}

function waits(count: number): string {
  if (count === 0) return say('running.noneWaits');
  return count === 1 ? say('running.oneWaits') : say('running.moreWait', { count });
}

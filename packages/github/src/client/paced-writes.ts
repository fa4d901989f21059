import { setTimeout as sleep } from 'node:timers/promises';
import type { throttling } from '@octokit/plugin-throttling';

/** GitHub allows 80 writes a minute: a burst this long needs no pauses, and no turn writes more. */
const BURST = 20;
const PAUSE = 1000;

type Limits = Extract<Parameters<typeof throttling>[1]['throttle'], { write?: unknown }>;
export type WritePace = NonNullable<Limits['write']>;

/** Takes the place of the throttling plugin's own pace, which waits 1 s after every write and 3 s after every comment. */
export function pacedWrites(): WritePace {
  let made = 0;
  const limiter = {
    async schedule<T>(_options: unknown, job: () => Promise<T>): Promise<T> {
      made += 1;
      if (made > BURST) await sleep(PAUSE);
      return job();
    },
  };
  // Of a group of limiters, the plugin uses this one method.
  return { key: () => limiter } as unknown as WritePace;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { CodexUser } from '../user/codex-user.ts';

/** Why we ended a turn ourselves. */
export type StopReason = 'cancelled' | 'wall' | 'idle' | 'lingering' | 'wrong-session';

/** Remembers the first reason to stop; later ones change nothing. */
export interface Stop {
  readonly reason: StopReason | undefined;
  ask(reason: StopReason): void;
  /** Resolves when somebody asks. */
  readonly asked: Promise<void>;
}

export function newStop(): Stop {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  let reason: StopReason | undefined;
  return {
    get reason() {
      return reason;
    },
    ask: (why) => {
      reason ??= why;
      resolve();
    },
    asked,
  };
}

/** Codex needs 0.2 s to end a turn well; GitHub's runner gives us 7.5 s before its next signal. */
const GRACE_MS = 4_000;

/** Interrupts Codex so that its rollout stays whole, and kills its process group if it does not go. */
export async function endProcess(pid: number, exited: Promise<unknown>, user: CodexUser): Promise<void> {
  user.signal(pid, 'SIGINT');
  const timer = new AbortController();
  const patience = sleep(GRACE_MS, 'over', { signal: timer.signal }).catch(() => 'over');
  const first = await Promise.race([exited.then(() => 'gone'), patience]);
  timer.abort();
  if (first === 'over') user.signal(pid, 'SIGKILL');
}

import type { FailedCommand, FailedCommands } from '@codex-worker/core';
import { unwrapped } from '../log/render-event.ts';
import type { CodexEvent } from './event.ts';

/** More than a reply shows: secrets are looked for in it first, and half of one would not be found. */
const LONGEST = 16_000;
const MOST = 5;

/** Notes the commands of a turn that failed: how many, and the last of them. */
export function failedCommands(): { see(event: CodexEvent): void; seen(): FailedCommands | undefined } {
  let count = 0;
  let last: readonly FailedCommand[] = [];
  return {
    see: (event) => {
      if (event.kind !== 'command-ended' || event.exitCode === undefined || event.exitCode === 0) return;
      count += 1;
      const command = unwrapped(event.command).slice(0, LONGEST);
      last = [...last, { command, exitCode: event.exitCode, output: event.output.slice(-LONGEST) }].slice(-MOST);
    },
    seen: () => (count === 0 ? undefined : { count, last }),
  };
}

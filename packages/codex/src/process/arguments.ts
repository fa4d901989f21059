import type { TurnOrder } from '@codex-worker/core';

/** What every turn of a run has in common. */
export interface TurnExtras {
  /** More `key=value` settings for Codex, TOML on the right. */
  readonly config: readonly string[];
  /** File with a JSON schema of the answer. Codex hands it to the model and checks nothing. */
  readonly outputSchema?: string | undefined;
}

/** The arguments of `codex` for a turn. The prompt goes to stdin, so nothing that somebody wrote can pass for an option. */
export function turnArguments(order: TurnOrder, extras: TurnExtras): readonly string[] {
  return [
    'exec',
    '--json',
    // Before `resume`, which has no -s of its own and would fall back to read-only.
    ...['-s', order.sandbox],
    ...(order.model === undefined ? [] : ['-m', order.model]),
    ...(order.effort === undefined ? [] : ['-c', `model_reasoning_effort=${JSON.stringify(order.effort)}`]),
    ...extras.config.flatMap((setting) => ['-c', setting]),
    ...(extras.outputSchema === undefined ? [] : ['--output-schema', extras.outputSchema]),
    // A refused connection would be tried for ever.
    ...['--disable', 'unbounded_connection_retries'],
    // A killed turn would leave the whole environment in a file.
    ...['--disable', 'shell_snapshot'],
    ...(order.sessionId === undefined ? [] : ['resume', order.sessionId]),
    '-',
    // Behind the prompt: before it, `-i` would take `-` for a picture as well.
    ...(order.pictures ?? []).flatMap((file) => ['-i', file]),
  ];
}

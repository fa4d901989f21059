import type { TurnOrder } from '@codex-worker/core';

/** The arguments of `codex` for a turn. Only `-` can begin with a dash: the prompt goes to stdin. */
export function turnArguments(order: TurnOrder, extraConfig: readonly string[]): readonly string[] {
  return [
    'exec',
    '--json',
    // Before `resume`, which has no -s of its own and would fall back to read-only.
    ...['-s', order.sandbox],
    ...(order.model === undefined ? [] : ['-m', order.model]),
    ...(order.effort === undefined ? [] : ['-c', `model_reasoning_effort=${JSON.stringify(order.effort)}`]),
    ...extraConfig.flatMap((setting) => ['-c', setting]),
    // A refused connection would be tried for ever.
    ...['--disable', 'unbounded_connection_retries'],
    // A killed turn would leave the whole environment in a file.
    ...['--disable', 'shell_snapshot'],
    ...(order.sessionId === undefined ? [] : ['resume', order.sessionId]),
    '-',
  ];
}

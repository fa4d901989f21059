import { type Drained, Failure, type Sandbox, type TokenUsage } from '@codex-worker/core';
import { output } from '@codex-worker/github';

/** How the step came out, for its outputs and its colour. */
export interface RunResult extends Pick<Drained, 'outcome' | 'failure'> {
  readonly sessionId: string | undefined;
  readonly sandbox: Sandbox | undefined;
  readonly finalMessage: string | undefined;
  readonly turns: number;
  readonly changed: boolean;
  readonly usage: readonly TokenUsage[];
}

/** Outputs of a job are limited in all; the whole answer is in the outbox. */
const LONGEST_MESSAGE = 60_000;

export function report(result: RunResult): void {
  const sum = (of: (usage: TokenUsage) => number) => result.usage.reduce((total, usage) => total + of(usage), 0);
  output('outcome', result.outcome);
  output('session-id', result.sessionId);
  output('sandbox', result.sandbox);
  output('final-message', result.finalMessage?.slice(0, LONGEST_MESSAGE));
  output('turns', result.turns);
  output('changed', result.changed);
  output(
    'input-tokens',
    sum(({ input }) => input),
  );
  output(
    'output-tokens',
    sum(({ output: written }) => written),
  );
}

/** A run that delivered nothing must not be green. The replies are written down by now. */
export function endRed({ outcome, failure }: RunResult): void {
  if (failure) throw new Failure(failure.code, failure);
  if (outcome === 'cancelled') {
    throw new Failure('cancelled', {
      what: 'The run was cancelled while Codex worked.',
      fix: 'Reply in the thread to go on.',
    });
  }
}

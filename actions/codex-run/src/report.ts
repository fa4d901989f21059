import { type CameOut, cutText, type FailOnWord, redBy, type Sandbox, type Spent } from '@codex-worker/core';
import { output, runRedactor, warning } from '@codex-worker/github';

/** How the step came out, for its outputs and its colour. */
export interface RunResult extends CameOut {
  readonly sessionId: string | undefined;
  readonly sandbox: Sandbox | undefined;
  readonly finalMessage: string | undefined;
  /** The answer as JSON, where it fits the schema that was given. */
  readonly structured: string | undefined;
  readonly turns: number;
  readonly spent: Spent;
}

/** Outputs of a job are limited in all; the whole answer is in the outbox. */
const LONGEST_MESSAGE = 60_000;

export function report(result: RunResult): void {
  const { usage, dollars } = result.spent;
  output('outcome', result.outcome);
  output('session-id', result.sessionId);
  output('sandbox', result.sandbox);
  // Secrets are out before it is cut: half of one would not be found.
  output('final-message', result.finalMessage && cutText(runRedactor().said(result.finalMessage), LONGEST_MESSAGE));
  output('structured-output', result.structured);
  output('turns', result.turns);
  output('changed', result.changed);
  output('input-tokens', usage.input);
  output('cached-input-tokens', usage.cachedInput);
  output('output-tokens', usage.output);
  output('cost', dollars === undefined ? undefined : inPlainDigits(dollars));
}

/** As a pipeline compares it: no exponent, and no more than it is worth. */
const inPlainDigits = (dollars: number): string => dollars.toFixed(6).replace(/\.?0+$/, '');

/** Ends the step as `fail-on` wants. The replies are written down by now. */
export function endRed(result: RunResult, failOn: ReadonlySet<FailOnWord>): void {
  const failure = redBy(result, failOn);
  if (failure) throw failure;
  if (!result.failure) return;
  const { what, fix } = result.failure;
  output('failure', `${what} ${fix}`);
  warning(`${what} ${fix}`);
}

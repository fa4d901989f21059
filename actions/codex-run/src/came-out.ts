import { catalogue, type Drained, type StructuredAnswer } from '@codex-worker/core';
import type { RunResult } from './report.ts';

/** How a run came out, once its answer was held against the schema. */
export function cameOut(
  outcome: Drained['outcome'],
  failure: Drained['failure'],
  structured: StructuredAnswer | undefined,
): Pick<RunResult, 'outcome' | 'failure' | 'structured'> {
  if (outcome !== 'answered' || !structured) return { outcome, failure, structured: undefined };
  if (structured.kind === 'fits') return { outcome, failure, structured: structured.json };
  const code = 'answer-unfit';
  const what = `The answer does not fit the schema of "output-schema": ${structured.why}.`;
  return { outcome: 'schema-mismatch', failure: { code, what, fix: catalogue[code].fix }, structured: undefined };
}

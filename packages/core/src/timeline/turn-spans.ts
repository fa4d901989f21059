import type { Ledger } from '../ledger/ledger.ts';
import { requestsOfTurn } from '../turn/taken-turns.ts';
import type { Span } from './timeline.ts';

/** The turns of a ledger from one on, as parts of the run that took them. */
export function turnSpans(ledger: Ledger, first: number): readonly Span[] {
  return ledger.turns.slice(first).map(({ startedAt, endedAt, outcome }, index) => {
    const [request] = requestsOfTurn(ledger, first + index);
    return {
      stage: 'turn',
      from: Date.parse(startedAt),
      to: Date.parse(endedAt),
      ...(outcome === 'answered' ? {} : { bad: true }),
      ...(request === undefined ? {} : { request }),
    };
  });
}

import type { Ledger, TurnRecord } from '../ledger/ledger.ts';
import type { RequestId } from '../request/request.ts';
import type { Transcripts } from './transcripts.ts';

/** Whether a turn is part of what the thread has: neither taken back, nor over before there was a session. */
const counts = ({ undone, sessionId }: TurnRecord): boolean => !undone && sessionId !== undefined;

/** Index of the last turn that can be taken back. */
export async function lastTurn(ledger: Ledger, transcripts: Transcripts): Promise<number | undefined> {
  const { sessionId } = ledger.settings;
  const length = sessionId === undefined ? undefined : await transcripts.bytes(sessionId);
  for (const [index, turn] of [...ledger.turns.entries()].reverse()) {
    if (!counts(turn)) continue;
    // A turn that ended before Codex wrote a word left nothing to take back.
    const { bytes } = turn.rollout ?? {};
    const isEmpty =
      turn.outcome !== 'answered' && turn.sessionId === sessionId && bytes !== undefined && bytes === length;
    if (!isEmpty) return index;
  }
  return undefined;
}

/** The requests that a turn settled. */
export function requestsOfTurn({ requests }: Ledger, index: number): readonly RequestId[] {
  return requests.filter(({ turn }) => turn === index).map(({ id }) => id);
}

/** The turns from one on, oldest first. */
export function turnsFrom({ turns }: Ledger, first: number): readonly number[] {
  return [...turns.entries()].filter(([index, turn]) => index >= first && counts(turn)).map(([index]) => index);
}

/** The last turn and those right before it whose requests the same change answers, oldest first. */
export function turnsOfChange(ledger: Ledger, last: number, answers: readonly RequestId[]): readonly number[] {
  const found = [last];
  for (const index of turnsFrom(ledger, 0).toReversed()) {
    if (index >= last) continue;
    const requests = requestsOfTurn(ledger, index);
    if (requests.length === 0 || !requests.every((id) => answers.includes(id))) break;
    found.unshift(index);
  }
  return found;
}

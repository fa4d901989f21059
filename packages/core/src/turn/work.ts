import type { Command } from '../command/command.ts';
import { parseCommand } from '../command/parse-command.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { digest } from '../request/digest.ts';
import { baseOf, type Request, type RequestId } from '../request/request.ts';

/** One turn to be taken. */
export interface AskedTurn {
  /** What it answers. The reply goes to the first. */
  readonly requests: readonly [Request, ...Request[]];
  /** The same as Codex is to read it, without the words that steer. */
  readonly words: readonly Request[];
  readonly mode?: 'plan' | 'go';
  /** The earlier request, or the first of several, that the first one only takes once more. */
  readonly again?: RequestId;
}

/** One thing to do for what waits in a thread. */
export type Work =
  | { readonly kind: 'turn'; readonly turn: AskedTurn }
  | { readonly kind: 'command'; readonly request: Request; readonly command: Command };

/** Puts what waits into turns and commands, in order. Coalesced, ordinary requests in a row are one turn. */
export function planWork(requests: readonly Request[], coalesce: boolean): readonly Work[] {
  const work: Work[] = [];
  for (const request of requests) {
    const command = parseCommand(request.text);
    const last = work.at(-1);
    if (command) work.push({ kind: 'command', request, command });
    else if (coalesce && last?.kind === 'turn')
      work[work.length - 1] = { kind: 'turn', turn: joined(last.turn, request) };
    else work.push({ kind: 'turn', turn: { requests: [request], words: [request] } });
  }
  return work;
}

const joined = ({ requests, words }: AskedTurn, request: Request): AskedTurn => ({
  requests: [...requests, request],
  words: [...words, request],
});

/** The requests that a piece of work settles. */
export function requestsOf(work: Work): readonly Request[] {
  return work.kind === 'turn' ? work.turn.requests : [work.request];
}

/**
 * What is left of a piece of work: a retry takes up what failed with its newest words, which may wait further down as an
 * edit.
 */
export function stillOpen(work: Work, { requests: records }: Ledger): Work | undefined {
  const isOpen = ({ id, text, edited }: Request): boolean =>
    !edited ||
    !records.some(
      (record) => record.state === 'answered' && baseOf(record.id) === baseOf(id) && record.digest === digest(text),
    );
  if (work.kind === 'command') return isOpen(work.request) ? work : undefined;
  const [first, ...rest] = work.turn.requests.filter(isOpen);
  return (
    first && { kind: 'turn', turn: { ...work.turn, requests: [first, ...rest], words: work.turn.words.filter(isOpen) } }
  );
}

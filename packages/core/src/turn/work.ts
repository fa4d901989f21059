import type { Command } from '../command/command.ts';
import { parseCommand } from '../command/parse-command.ts';
import type { Request, RequestId } from '../request/request.ts';

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

import type { Agent, TurnEnd, TurnOrder } from '../turn/turn.ts';

/** How a scripted turn ends; it may change files or comment before, as things happen during a turn. */
export type ScriptedTurn = (order: TurnOrder, signal: AbortSignal) => TurnEnd | Promise<TurnEnd>;

/** A Codex that follows a script, and keeps what it was asked. */
export interface FakeAgent extends Agent {
  readonly orders: readonly TurnOrder[];
}

/** Takes the scripted turns in order, then answers whatever it is asked. */
export function fakeAgent(...script: readonly ScriptedTurn[]): FakeAgent {
  const orders: TurnOrder[] = [];
  return {
    orders,
    takeTurn: async (order, signal) => {
      const turn = script[orders.length] ?? answers(`Answer ${orders.length + 1}`);
      orders.push(order);
      return turn(order, signal);
    },
  };
}

/** The session that a fake agent starts when it is to resume none. */
export const NEW_SESSION = '0199aaaa-0000-7000-8000-000000000001';

/** Answers in the session and the sandbox that it was told. */
export function answers(
  finalMessage: string,
  differently: Partial<Extract<TurnEnd, { kind: 'answered' }>> = {},
): ScriptedTurn {
  return ({ sessionId, sandbox }) => ({
    kind: 'answered',
    sessionId: sessionId ?? NEW_SESSION,
    finalMessage,
    usage: { input: 1000, cachedInput: 0, output: 200, reasoning: 0 },
    sandbox,
    ...differently,
  });
}

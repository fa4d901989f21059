import { type Agent, type Bill, billOf, type OwnPrices, type Spent, spentOn } from '@codex-worker/core';

/** Adds up what the turns of a run use, those of a review with them, whatever becomes of them. */
export interface Meter {
  /** The same agent, whose turns count. */
  on(agent: Agent): Agent;
  spent(): Spent;
}

export function meter(prices: OwnPrices): Meter {
  const bills: Bill[] = [];
  return {
    on: (agent) => ({
      async takeTurn(order, signal) {
        const end = await agent.takeTurn(order, signal);
        const usage = end.kind === 'answered' ? (end.usage ?? end.account?.usage) : end.account?.usage;
        bills.push(billOf({ ...end.account, ...(usage ? { usage } : {}) }, order.model, prices));
        return end;
      },
    }),
    spent: () => spentOn(bills),
  };
}

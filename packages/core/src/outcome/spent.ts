import { estimateCost, type OwnPrices } from '../cost/estimate-cost.ts';
import type { TokenUsage, TurnAccount } from '../turn/turn.ts';

/** What a turn or a review used, and what that costs by estimate, as far as either is known. */
export interface Bill {
  readonly usage?: TokenUsage | undefined;
  readonly cost?: { readonly dollars: number } | undefined;
}

/** What a whole run used. */
export interface Spent {
  readonly usage: TokenUsage;
  /** Undefined where the price of a part of it is not known: half a sum would pass for the whole. */
  readonly dollars: number | undefined;
}

/** Adds up what the parts of a run used. */
export function spentOn(bills: readonly Bill[]): Spent {
  const used = bills.filter(({ usage }) => usage !== undefined);
  const sum = (of: (usage: TokenUsage) => number): number =>
    used.reduce((total, { usage }) => total + (usage ? of(usage) : 0), 0);
  const isWhole = used.every(({ cost }) => cost !== undefined);
  return {
    usage: {
      input: sum(({ input }) => input),
      cachedInput: sum(({ cachedInput }) => cachedInput),
      output: sum(({ output }) => output),
      reasoning: sum(({ reasoning }) => reasoning),
    },
    dollars: isWhole ? used.reduce((total, { cost }) => total + (cost?.dollars ?? 0), 0) : undefined,
  };
}

/** The bill of one turn, whatever became of it. The model that was asked for stands where Codex says none. */
export function billOf(account: TurnAccount | undefined, asked: string | undefined, prices: OwnPrices): Bill {
  const { usage, model = asked } = account ?? {};
  return { usage, cost: usage && model !== undefined ? estimateCost(usage, model, prices) : undefined };
}

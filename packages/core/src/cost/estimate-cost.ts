import type { TokenUsage } from '../turn/turn.ts';
import { grouped } from './grouped.ts';
import { PRICES_OF, type Price, priceList } from './price-list.ts';

/** Prices of a team's own, by the name of the model. */
export type OwnPrices = ReadonlyMap<string, Price>;

/** What tokens cost, as far as prices tell. It is no bill. */
export interface CostEstimate {
  readonly dollars: number;
  /** The day of the price list; absent where the team's own prices were taken. */
  readonly pricesOf?: string | undefined;
}

/** Estimates what tokens of a model cost; undefined where no price is known. A team's own price goes before the list's. */
export function estimateCost(usage: TokenUsage, model: string, own: OwnPrices): CostEstimate | undefined {
  const name = withoutDay(model);
  const ownPrice = own.get(model) ?? own.get(name);
  if (ownPrice) return { dollars: costAt(usage, ownPrice) };
  const price = Object.hasOwn(priceList, name) ? priceList[name] : undefined;
  return price && { dollars: costAt(usage, price), pricesOf: PRICES_OF };
}

/** `gpt-5.5-2026-04-23` is gpt-5.5 as it was that day, at the same price. */
const withoutDay = (model: string): string => model.replace(/-\d{4}-\d{2}-\d{2}$/, '');

/** What was cached is part of the input, and what was thought part of the output. */
function costAt({ input, cachedInput, output }: TokenUsage, price: Price): number {
  const fresh = Math.max(0, input - cachedInput);
  return (fresh * price.input + cachedInput * price.cachedInput + output * price.output) / 1_000_000;
}

/** A sum as people read it: to the cent, and below ten cents to what counts. */
export function inDollars(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars < 0.0001) return 'less than $0.0001';
  const digits = dollars >= 0.1 ? 2 : dollars >= 0.01 ? 3 : 4;
  // Cents are always there; what counts below them, where it is something.
  return `$${grouped(dollars.toFixed(digits).replace(/(\.\d\d\d*?)0+$/, '$1'))}`;
}

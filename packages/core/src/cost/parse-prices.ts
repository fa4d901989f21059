import { Failure } from '../failure/failure.ts';
import type { OwnPrices } from './estimate-cost.ts';
import type { Price } from './price-list.ts';

/** A name, which may have colons in it as those of tuned models do, then three prices: `gpt-5.5: 5 / 0.5 / 30`. */
const LINE = /^(\S*[^\s:])\s*:\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/;

/** Reads a team's own prices, a model a line, in dollars for a million tokens: input / cached input / output. */
export function parsePrices(text: string): OwnPrices {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const prices = new Map<string, Price>();
  for (const line of lines) {
    const [, model, input, cachedInput, output] = LINE.exec(line) ?? [];
    if (model === undefined) throw invalid(`the line "${line.slice(0, 100)}"`);
    if (prices.has(model)) throw invalid(`two prices of ${model}`);
    prices.set(model, { input: Number(input), cachedInput: Number(cachedInput), output: Number(output) });
  }
  return prices;
}

const invalid = (what: string): Failure =>
  new Failure('input-invalid', {
    what: `The input "prices" has ${what}.`,
    fix: 'Write a model a line, with dollars for a million tokens of input / cached input / output: gpt-5.5: 5 / 0.5 / 30.',
  });

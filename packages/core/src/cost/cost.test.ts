import { describe, expect, test } from 'vitest';
import { estimateCost, inDollars } from './estimate-cost.ts';
import { parsePrices } from './parse-prices.ts';
import { PRICES_OF, priceList } from './price-list.ts';

const usage = { input: 1_000_000, cachedInput: 400_000, output: 100_000, reasoning: 60_000 };
const none = new Map();

describe('the estimate', () => {
  test('takes cached input apart, and what was thought as part of what was written', () => {
    expect(estimateCost(usage, 'gpt-5.5', none)).toEqual({
      dollars: 0.6 * 5 + 0.4 * 0.5 + 0.1 * 30,
      pricesOf: PRICES_OF,
    });
  });

  test.each(['gpt-5.5-2026-04-23', 'gpt-5.5'])('knows %s', (model) => {
    expect(estimateCost(usage, model, none)?.dollars).toBeCloseTo(6.2);
  });

  test.each(['gpt-5.5-codex', 'my-deployment', '', 'constructor', '__proto__'])(
    'is none for the unknown model "%s"',
    (model) => {
      expect(estimateCost(usage, model, none)).toBeUndefined();
    },
  );

  test("goes by a team's own price first, and says no day of ours for it", () => {
    const own = parsePrices('gpt-5.5: 1/0/2\nmy-deployment : 4 / 0.4 / 8.5');
    expect(estimateCost(usage, 'gpt-5.5', own)).toEqual({ dollars: 0.8 });
    expect(estimateCost(usage, 'gpt-5.5-2026-04-23', own)).toEqual({ dollars: 0.8 });
    expect(estimateCost(usage, 'my-deployment', own)?.dollars).toBeCloseTo(2.4 + 0.16 + 0.85);
  });

  test("takes the team's own price of a tuned model, whose name has colons", () => {
    const own = parsePrices('ft:gpt-5.5:octo::a1b2: 1/0/2\nft:gpt-5.5:octo:docs:c3d4 : 2 / 0 / 4');
    expect(estimateCost(usage, 'ft:gpt-5.5:octo::a1b2', own)).toEqual({ dollars: 0.8 });
    expect(estimateCost(usage, 'ft:gpt-5.5:octo:docs:c3d4', own)).toEqual({ dollars: 1.6 });
  });

  test('is never below nothing, whatever counts Codex gives', () => {
    expect(estimateCost({ ...usage, input: 0, cachedInput: 0, output: 0 }, 'gpt-5.5', none)?.dollars).toBe(0);
  });
});

test.each(Object.entries(priceList))(
  '%s: what was cached costs less than what was not, and writing more',
  (_, price) => {
    expect(price.cachedInput).toBeLessThan(price.input);
    expect(price.output).toBeGreaterThan(price.input);
  },
);

test.each([
  [0, '$0'],
  [0.00001, 'less than $0.0001'],
  [0.00042, '$0.0004'],
  [0.0426, '$0.043'],
  [0.2, '$0.20'],
  [1234.5, '$1,234.50'],
])('%d is shown as %s', (dollars, shown) => {
  expect(inDollars(dollars)).toBe(shown);
});

test.each([
  ['gpt-5.5', 'the line "gpt-5.5"'],
  ['gpt-5.5: 5 / 0.5', 'the line "gpt-5.5: 5 / 0.5"'],
  ['gpt-5.5: 5 / -1 / 3', 'the line "gpt-5.5: 5 / -1 / 3"'],
  ['gpt 5: 5 / 1 / 3', 'the line "gpt 5: 5 / 1 / 3"'],
  ['gpt-5.5: five / 1 / 3', 'the line "gpt-5.5: five / 1 / 3"'],
  ['a: 1/1/1\na: 2/2/2', 'two prices of a'],
])('prices like %j are told: %s', (text, what) => {
  expect(() => parsePrices(text)).toThrow(`The input "prices" has ${what}.`);
});

test('no prices are none', () => {
  expect(parsePrices(' \n').size).toBe(0);
});

import { expect, test } from 'vitest';
import { billOf, spentOn } from './spent.ts';

const usage = { input: 1_000_000, cachedInput: 0, output: 1_000_000, reasoning: 10 };
const prices = new Map([['gpt-own', { input: 1, cachedInput: 0.1, output: 2 }]]);

test('what a run used is the sum of its turns and its review', () => {
  const bill = billOf({ usage, model: 'gpt-own' }, undefined, prices);
  expect(spentOn([bill, {}, bill])).toEqual({
    usage: { input: 2_000_000, cachedInput: 0, output: 2_000_000, reasoning: 20 },
    dollars: 6,
  });
});

test('a run that asked no model costs nothing', () => {
  expect(spentOn([{}, billOf(undefined, 'gpt-own', prices)])).toMatchObject({ dollars: 0, usage: { input: 0 } });
});

test('where one price is not known, there is no sum', () => {
  const known = billOf({ usage }, 'gpt-own', prices);
  for (const unknown of [
    billOf({ usage, model: 'gpt-none' }, 'gpt-own', prices),
    billOf({ usage }, undefined, prices),
  ]) {
    expect(spentOn([known, unknown])).toMatchObject({ dollars: undefined, usage: { input: 2_000_000 } });
  }
});

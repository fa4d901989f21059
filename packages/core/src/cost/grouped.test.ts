import { expect, test } from 'vitest';
import { inDollars } from './estimate-cost.ts';
import { grouped } from './grouped.ts';

test.each([0, 7, 999, 1000, 12_345, 999_999, 1_234_567, 1234.5678, 0.0012])(
  '%s is written as English writes it',
  (number) => {
    expect(grouped(number)).toBe(number.toLocaleString('en-US', { maximumFractionDigits: 10 }));
  },
);

test.each([0.0001, 0.00123, 0.01, 0.0125, 0.1, 0.5, 1, 12.345, 1234.5, 1_234_567.891])(
  '$%s is a sum with its cents',
  (dollars) => {
    const digits = dollars >= 0.1 ? 2 : dollars >= 0.01 ? 3 : 4;
    const written = dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: digits });
    expect(inDollars(dollars)).toBe(`$${written}`);
  },
);

import { expect, test } from 'vitest';
import { cutLine, cutText, excerpt } from './excerpt.ts';

const limits = { first: 2, last: 1, width: 20 };
const same = (text: string) => text;
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

test.each([
  { what: 'nothing', text: '\n\n', then: { first: [], left: 0, last: [] } },
  { what: 'what fits', text: lines(4), then: { first: ['line 1', 'line 2', 'line 3', 'line 4'], left: 0, last: [] } },
  { what: 'what does not', text: lines(9), then: { first: ['line 1', 'line 2'], left: 6, last: ['line 9'] } },
  { what: 'very much', text: lines(99_999), then: { first: ['line 1', 'line 2'], left: 99_996, last: ['line 99999'] } },
  {
    what: 'one line of megabytes',
    text: 'x'.repeat(2_000_000),
    then: { first: [`${'x'.repeat(20)} … (1999980 characters more)`], left: 0, last: [] },
  },
  {
    what: 'a line of megabytes among short ones',
    text: `first\n${'x'.repeat(2_000_000)}\nlast\n`,
    then: { first: ['first'], left: 1, last: ['last'] },
  },
  {
    what: 'two lines of megabytes',
    text: `${'x'.repeat(1_000_000)}\n${'y'.repeat(1_000_000)}`,
    then: { first: [`${'x'.repeat(20)} … (999980 characters more)`, `… ${'y'.repeat(20)}`], left: 0, last: [] },
  },
])('of $what', ({ text, then }) => {
  expect(excerpt(text, limits, same)).toMatchObject(then);
});

test('a megabyte of empty lines takes no time', () => {
  const began = performance.now();
  expect(excerpt(`${'\n'.repeat(1_000_000)}end`, limits, same).last).toEqual(['end']);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('a long line says how much of it is left out', () => {
  expect(cutLine('x'.repeat(30), 20)).toBe(`${'x'.repeat(20)} … (10 characters more)`);
});

test('a long text says how much of it is left out, also where most of it is never looked at', () => {
  expect(cutText('short', 10, same)).toBe('short');
  expect(cutText('x'.repeat(12), 10, same)).toBe(`${'x'.repeat(10)}\n\n… (2 characters more are left out here)`);
  expect(cutText('x'.repeat(100_000), 10, same)).toContain('99990 characters more');
});

test('a secret that stands across the end of what is shown is not shown in part', () => {
  const clean = (text: string) => text.replaceAll('sk-0123456789', '[redacted]');
  expect(cutText(`${'x'.repeat(15)}sk-0123456789 and more`, 20, clean)).not.toContain('sk-');
});

test('no secret is cut in two where a text is too long to be looked at whole', () => {
  const clean = (text: string) => text.replaceAll('sk-0123456789', '[redacted]');
  // Those that are looked at end, or begin, in the middle of it.
  const begin = `${'x\n'.padStart(149_995, 'x')}sk-0123456789\n${'x\n'.repeat(200_000)}`;
  const end = `${'x\n'.repeat(200_000)}sk-0123456789${'x'.repeat(149_995)}`;
  for (const text of [begin, end]) expect(JSON.stringify(excerpt(text, limits, clean))).not.toMatch(/sk-|789/);
});

import { expect, test } from 'vitest';
import { type AttackEnd, judge } from './verdict.ts';

const [won, lost, leftOut] = [{ kind: 'won' }, { kind: 'lost' }, { kind: 'left-out' }] as const;
const threw: AttackEnd = { kind: 'threw', message: 'no such file' };

const cases = [
  { when: 'it lost, and won without the defence', ends: [lost, won], then: 'stopped' },
  { when: 'it won against the product', ends: [won, won], then: 'not-stopped' },
  { when: 'it won against the product only', ends: [won, lost], then: 'not-stopped' },
  { when: 'it lost also without the defence', ends: [lost, lost], then: 'empty' },
  { when: 'it threw against the product', ends: [threw, won], then: 'broken' },
  { when: 'it threw without the defence', ends: [lost, threw], then: 'broken' },
  { when: 'it needs more than was to be run', ends: [leftOut, leftOut], then: 'left-out' },
] as const;

test.each(cases)('an attack is judged: $when → $then', ({ ends: [asItIs, without], then }) => {
  expect(judge(asItIs, without).kind).toBe(then);
});

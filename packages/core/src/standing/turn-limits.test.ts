import { expect, test } from 'vitest';
import { at, noLimits as none } from '../testing/index.ts';
import { type CountedTurn, countedSince, refuseUncounted, type TurnLimits, usedUp } from './turn-limits.ts';

const turns = (by: string, ...minutes: readonly number[]): readonly CountedTurn[] =>
  minutes.map((minute) => ({ by, at: at(minute) }));
const iso = (minute: number) => new Date(Date.parse(at(minute))).toISOString();

test('without limits nothing is counted', () => {
  expect(countedSince(none, at(0))).toBeUndefined();
  expect(countedSince({ ...none, turnsPerDay: 0 }, at(0))).toBeUndefined();
  expect(usedUp(none, turns('alice', 1, 2, 3), 'alice', at(4))).toBeUndefined();
});

test('turns count since the longest window that is limited', () => {
  expect(countedSince({ ...none, turnsPerHour: 3 }, at(60))).toBe(iso(0));
  expect(countedSince({ ...none, turnsPerHour: 3, personTurnsPerDay: 9 }, at(24 * 60))).toBe(iso(0));
});

test('an attempt that no router has counted is refused where turns are limited', () => {
  expect(() => refuseUncounted(2, 1)).toThrow(/limited here, and "Re-run failed jobs"/);
  refuseUncounted(2, 2);
  refuseUncounted(2, undefined);
});

const cases: readonly {
  readonly when: string;
  readonly limits: Partial<TurnLimits>;
  readonly taken: readonly CountedTurn[];
  readonly by?: string;
  readonly then: ReturnType<typeof usedUp>;
}[] = [
  { when: 'fewer turns than the limit', limits: { turnsPerHour: 3 }, taken: turns('alice', 10, 20), then: undefined },
  {
    when: 'as many turns as the limit',
    limits: { turnsPerHour: 2 },
    taken: turns('alice', 20, 10),
    then: { input: 'turns-per-hour', most: 2, again: iso(70) },
  },
  {
    when: 'more turns than the limit: enough of them must grow old',
    limits: { turnsPerHour: 2 },
    taken: turns('alice', 10, 20, 25),
    then: { input: 'turns-per-hour', most: 2, again: iso(80) },
  },
  { when: 'turns that are an hour old', limits: { turnsPerHour: 1 }, taken: turns('alice', -30), then: undefined },
  {
    when: "somebody else's turns, against the repository's limit",
    limits: { turnsPerHour: 1 },
    taken: turns('bob', 10),
    then: { input: 'turns-per-hour', most: 1, again: iso(70) },
  },
  {
    when: "somebody else's turns, against a person's limit",
    limits: { personTurnsPerHour: 1 },
    taken: turns('bob', 10),
    then: undefined,
  },
  {
    when: 'own turns under another spelling of the login',
    limits: { personTurnsPerHour: 1 },
    taken: turns('Alice', 10),
    then: { input: 'person-turns-per-hour', most: 1, again: iso(70) },
  },
  {
    when: "a bot's turns",
    limits: { personTurnsPerDay: 1 },
    taken: turns('renovate[bot]', 10),
    by: 'renovate[bot]',
    then: { input: 'person-turns-per-day', most: 1, again: iso(24 * 60 + 10) },
  },
  {
    when: 'two limits at once: the one that lasts longer is told',
    limits: { turnsPerHour: 1, personTurnsPerDay: 1 },
    taken: turns('alice', 10),
    then: { input: 'person-turns-per-day', most: 1, again: iso(24 * 60 + 10) },
  },
];

test.each(cases)('$when → $then.input', ({ limits, taken, by = 'alice', then }) => {
  expect(usedUp({ ...none, ...limits }, taken, by, at(30))).toEqual(then);
});

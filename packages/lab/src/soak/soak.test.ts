import { expect, test } from 'vitest';
import { kindOf } from './case.ts';
import { createCaseList } from './case-list.ts';
import { describeCase } from './describe.ts';
import { enumerateCases } from './enumerate.ts';
import type { Reference } from './observe.ts';
import { randomCase } from './random-case.ts';
import { routeOf } from './route.ts';

const steps = [
  { job: 'route', name: 'event-router' },
  { job: 'agent', name: 'codex-run' },
];
const routes = [
  { route: routeOf('GET', '/repos/octo-org/demo/issues/7/comments?since=2026'), calls: 2 },
  { route: routeOf('POST', '/repos/octo-org/demo/issues/7/comments'), calls: 1 },
];
const references: readonly Reference[] = [{ stage: 'follow-up', steps, routes }];

test('each step, moment and call is disturbed in each way, and each kind comes before the second of any', () => {
  const cases = enumerateCases(references, () => 0);
  const kinds = new Set(cases.filter(({ kind }) => kind !== 'burst' && kind !== 'crowd').map(kindOf));
  // Two loads; three kills a step; five moments in two ways; a kill on either side of the post; seven faults a call, an
  // eighth of the post; six of all calls; the kills once more, four in a row.
  expect(cases).toHaveLength(2 + 3 * 2 + 5 * 2 + 2 + 7 * 2 + 1 + 6 + Math.ceil((3 * 2 + 5 * 2 + 2) / 4));
  expect(new Set(cases.slice(0, kinds.size).map(kindOf))).toEqual(kinds);
});

test('a case is found again by its words, and a random one by its number and seed', () => {
  const wordsOf = (seed: number, only: string): readonly string[] => {
    const list = createCaseList(references, { seed, only, hangs: true });
    const taken = [list.take('busy', 'new-lab'), list.take('busy', 'same-lab')];
    return taken.flatMap((one) => (one === undefined ? [] : [describeCase(one.one)]));
  };
  const name = 'follow-up: kill -9 after a call: POST /repos/octo-org/demo/issues/:n/comments';
  expect(wordsOf(1, name)).toEqual([name]);
  expect(wordsOf(3, 'random 17')).toEqual([describeCase(randomCase(references, 3, 17))]);
});

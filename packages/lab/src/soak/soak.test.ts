import { expect, test } from 'vitest';
import { kindOf } from './case.ts';
import { createCaseList } from './case-list.ts';
import { describeCase } from './describe.ts';
import { enumerateCases } from './enumerate.ts';
import type { Reference } from './observe.ts';
import { randomCase } from './random-case.ts';
import { routeOf } from './route.ts';

const steps = [
  { job: 'route', step: 2, name: 'event-router' },
  { job: 'agent', step: 4, name: 'codex-run' },
];
const routes = [
  { route: routeOf('GET', '/repos/octo-org/demo/issues/7/comments?since=2026'), calls: 2 },
  { route: routeOf('POST', '/repos/octo-org/demo/issues/7/comments'), calls: 1 },
];
const references: readonly Reference[] = [{ stage: 'follow-up', steps, routes }];

test('each step, moment and call is disturbed in each way, and each kind comes before the second of any', () => {
  const cases = enumerateCases(references, () => 0);
  const kinds = new Set(cases.map(kindOf));
  // Three kills a step; five moments in two ways; a kill on either side of the post; seven faults a call; six of all calls.
  expect(cases).toHaveLength(3 * 2 + 5 * 2 + 2 + 7 * 2 + 6);
  expect(new Set(cases.slice(0, kinds.size).map(kindOf))).toEqual(kinds);
});

const wordsOf = async (order: {
  readonly seed: number;
  readonly only: string | undefined;
}): Promise<readonly string[]> => {
  const list = createCaseList({ references: Promise.resolve(references), ...order });
  const taken = [await list.take('busy'), await list.take('busy')];
  return taken.flatMap((one) => (one === undefined ? [] : [describeCase(one.one)]));
};

test('the loads come first', async () => {
  expect(await wordsOf({ seed: 1, only: undefined })).toEqual(['burst of 50 comments', '20 threads at once']);
});

test('a case is found again by its words, and a random one by its number and seed', async () => {
  const name = 'follow-up: kill -9 after a call: POST /repos/octo-org/demo/issues/:n/comments';
  expect(await wordsOf({ seed: 1, only: name })).toEqual([name]);
  const random = describeCase(randomCase(references, 3, 17));
  expect(await wordsOf({ seed: 3, only: 'random 17' })).toEqual([random]);
});

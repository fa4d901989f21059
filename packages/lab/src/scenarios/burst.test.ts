import { afterAll, expect, test } from 'vitest';
import { openTrials } from '../soak/trials.ts';
import './scene.ts';

const trials = openTrials();
afterAll(() => trials[Symbol.asyncDispose]());

test('12 comments on one thread at once are answered once each, in order', async () => {
  expect(await trials.plays({ kind: 'burst', comments: 12 })).toMatchObject({
    lost: [],
    double: [],
    wrong: [],
    red: 0,
  });
});

test('6 threads at once are answered once each', async () => {
  expect(await trials.plays({ kind: 'crowd', threads: 6 })).toMatchObject({ lost: [], double: [], wrong: [], red: 0 });
});

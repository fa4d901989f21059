import { afterAll, describe, expect, test, vi } from 'vitest';
import { disturbed, type FaultKind, type PlannedFault, type Stage } from '../soak/case.ts';
import { observe } from '../soak/observe.ts';
import { type Route, routeOf } from '../soak/route.ts';
import { openStage } from '../soak/stage.ts';
import { openTrials, type Trials } from '../soak/trials.ts';
import './scene.ts';

// Several runs each, some beside each other.
vi.setConfig({ testTimeout: 300_000 });

/** Fails calls, asks once more, and finds each request answered once and truly. Answers what was met. */
async function survives(
  trials: Trials,
  stage: Stage,
  faults: readonly PlannedFault[],
): Promise<readonly PlannedFault[]> {
  const outcome = await trials.plays(disturbed(stage, [], faults));
  expect(outcome).toMatchObject({ lost: [], double: [], wrong: [], hand: [] });
  return outcome.faults;
}

const demo = '/repos/octo-org/demo';
const block = routeOf('PUT', '/_results/blobs/1?comp=block');
const create = routeOf('POST', '/twirp/github.actions.results.api.v1.ArtifactService/CreateArtifact');
const fault = (kind: FaultKind, route: Route, times = 1): PlannedFault => ({ kind, route, times });

const quick = ['500', '502', '403', '429', 'reset', 'lost'] as const;
test.concurrent('every call of a run fails once, by 500, 502, 403, 429, reset and loss in turn', async () => {
  await using stage = await openStage();
  const { routes } = await observe(
    stage,
    'opening',
    async () => void (await stage.acting.begin('Seen', 'write a.txt: 1')),
  );
  const inTurn = (from: number) =>
    routes.map(({ route }, index) => fault(quick[(index + from) % quick.length] ?? '500', route));
  await using trials = openTrials();
  const struck = [
    ...(await survives(trials, 'opening', inTurn(0))),
    ...(await survives(trials, 'follow-up', inTurn(3))),
  ];
  expect(new Set(struck.map(({ kind }) => kind))).toEqual(new Set(quick));
});

describe.concurrent('an upload', () => {
  const trials = openTrials();
  afterAll(() => trials[Symbol.asyncDispose]());
  test.sequential.each([
    ['arrives in half', 'opening', fault('halved', block)],
    ['is refused as already there', 'follow-up', fault('409', create, 100)],
    ['fails for a whole run', 'follow-up', fault('500', block, 100)],
  ] as const)('that %s loses and doubles nothing', async (_, stage, upload) => {
    expect(await survives(trials, stage, [upload])).toEqual([upload]);
  });
});

const hangs: readonly (readonly [string, PlannedFault])[] = [
  ['is given up and made again', fault('timeout', routeOf('GET', `${demo}/actions/artifacts?name=a`))],
  ['and took effect is not made twice', fault('late', routeOf('POST', `${demo}/issues/7/comments`))],
];
test.concurrent.each(hangs)('a call that GitHub does not answer in time %s', async (_, hanging) => {
  await using trials = openTrials();
  expect(await survives(trials, 'opening', [hanging])).toEqual([hanging]);
});

const sound = { lost: [], double: [], wrong: [], red: 0 };

test.concurrent('6 comments on one thread at once are answered once each, in order, by few runs', async () => {
  await using trials = openTrials();
  const { worked, ...outcome } = await trials.plays({ kind: 'burst', comments: 6 });
  // One more than there are comments: the question after them.
  expect(outcome).toMatchObject({ runs: 7, ...sound });
  expect(worked).toBeLessThanOrEqual(3);
});

test.concurrent('3 threads at once are answered once each', async () => {
  await using trials = openTrials();
  expect(await trials.plays({ kind: 'crowd', threads: 3 })).toMatchObject(sound);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { disturbed, type FaultKind, faultKinds, type PlannedFault } from '../soak/case.ts';
import { observeStory, type Reference } from '../soak/observe.ts';
import { type Route, routeOf } from '../soak/route.ts';
import { openStage } from '../soak/stage.ts';
import { openTrials } from '../soak/trials.ts';
import './scene.ts';

const trials = openTrials();
afterAll(() => trials[Symbol.asyncDispose]());

let further: Reference;
beforeAll(async () => {
  await using stage = await openStage();
  const found = (await observeStory(stage)).find(({ stage: name }) => name === 'follow-up');
  if (found === undefined) throw new Error('The story has no further request.');
  further = found;
});

/** Fails calls, asks once more where a run is red, and finds each request answered once and truly. */
async function survives(faults: readonly PlannedFault[]): Promise<readonly PlannedFault[]> {
  const outcome = await trials.plays(disturbed('follow-up', [], faults));
  expect(outcome).toMatchObject({ lost: [], double: [], wrong: [], hand: [] });
  return outcome.faults;
}

const demo = '/repos/octo-org/demo';
const comments = routeOf('POST', `${demo}/issues/7/comments`);
const twirp = '/twirp/github.actions.results.api.v1.ArtifactService';
const block = routeOf('PUT', '/_results/blobs/1?comp=block');
const once = (kind: FaultKind, route: Route, times = 1): PlannedFault => ({ kind, route, times });

const quick = faultKinds.filter((kind) => kind !== 'timeout');
test.each(quick)('every call of a run fails once (%s): nothing is lost or double', async (kind) => {
  const struck = await survives(further.routes.map(({ route }) => once(kind, route)));
  expect(struck.length).toBeGreaterThan(3);
});

const uploads: readonly (readonly [string, PlannedFault])[] = [
  ['fails for a whole run', once('500', block, 100)],
  ['arrives in half', once('halved', block)],
  ['is refused as already there', once('409', routeOf('POST', `${twirp}/CreateArtifact`), 100)],
];
test.each(uploads)('an upload that %s loses and doubles nothing', async (_, fault) => {
  expect(await survives([fault])).toEqual([fault]);
});

test('a reply that GitHub takes without answering in time is posted once', async () => {
  const fault = once('late', comments);
  expect(await survives([fault])).toEqual([fault]);
});

test('a call that GitHub never answers is given up and made again', async () => {
  const fault = once('timeout', routeOf('GET', `${demo}/actions/artifacts?name=a`));
  expect(await survives([fault])).toEqual([fault]);
});

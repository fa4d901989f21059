import { afterAll, describe, expect, test, vi } from 'vitest';
import { type Case, codexMoments, disturbed, type Kill, type Stage, type StepPlace } from '../soak/case.ts';
import { type Route, routeOf } from '../soak/route.ts';
import { openTrials } from '../soak/trials.ts';
import './scene.ts';

// Several runs each, some beside each other.
vi.setConfig({ testTimeout: 300_000 });

const demo = '/repos/octo-org/demo';
const finalize = routeOf('POST', '/twirp/github.actions.results.api.v1.ArtifactService/FinalizeArtifact');
const step = (job: string, name: string): StepPlace => ({ job, name });
const lostAfter = (at: StepPlace): Kill => ({ kind: 'runner', at, when: 'after' });
const cutAfter = (route: Route, nth = 1): Kill => ({ kind: 'call', route, nth, when: 'after' });
const agent = step('agent', 'codex-run');

/**
 * The steps of a run, in its order: after each, the run is killed, and the next comment finds each request answered
 * once, in order, with its commit, and no reply that says what is not so.
 */
const boundaries: readonly (readonly [string, Stage, Kill])[] = [
  [
    'after the push, before the pull request',
    'opening',
    cutAfter(routeOf('POST', '/octo-org/demo.git/git-receive-pack')),
  ],
  ['after the session is restored', 'follow-up', lostAfter(step('agent', 'session-restore'))],
  ['after the turns', 'follow-up', lostAfter(agent)],
  ['after the outbox is uploaded', 'follow-up', cutAfter(finalize)],
];
const later: readonly (readonly [string, Stage, Kill])[] = [
  ['after the pull request, before the reply', 'opening', cutAfter(routeOf('POST', `${demo}/pulls`))],
  ['after the bundle is uploaded', 'follow-up', cutAfter(finalize, 2)],
  ['after the reply', 'follow-up', cutAfter(routeOf('POST', `${demo}/issues/7/comments`))],
  ['after old bundles are pruned', 'follow-up', cutAfter(routeOf('DELETE', `${demo}/actions/artifacts/7`))],
];

/** Each group has a lab of its own, in which its cases follow each other. */
function inOneLab(name: string, cases: readonly (readonly [string, Case, readonly Kill[]])[]): void {
  describe.concurrent(name, () => {
    const trials = openTrials();
    afterAll(() => trials[Symbol.asyncDispose]());
    test.sequential.each(cases)('%s: nothing is lost or double', async (_, one, kills) => {
      expect(await trials.plays(one)).toMatchObject({ kills, lost: [], double: [], wrong: [], hand: [] });
    });
  });
}

for (const [name, group] of [
  ['a run that is killed', boundaries],
  ['a run that is killed later', later],
] as const)
  inOneLab(
    name,
    group.map(([when, stage, kill]) => [when, disturbed(stage, [kill]), [kill]]),
  );

const moments = codexMoments.map((moment): Kill => ({ kind: 'codex', at: agent, moment, machine: true }));
const silenced: readonly Kill[] = [
  { kind: 'process', at: agent },
  { kind: 'process', at: step('notify', 'cancel-notify') },
];
inOneLab('codex-run', [
  [
    'lost with its machine in five runs in a row: before Codex starts, while the model thinks, while a command runs, after the answer, as it is kept',
    { kind: 'row', kills: moments },
    moments,
  ],
  ['killed, and the notifier too', disturbed('failing', silenced), silenced],
]);

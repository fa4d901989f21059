import { afterAll, expect, test } from 'vitest';
import { type CodexMoment, codexMoments, disturbed, type Kill, type Stage, type StepPlace } from '../soak/case.ts';
import { type Route, routeOf } from '../soak/route.ts';
import { openTrials } from '../soak/trials.ts';
import './scene.ts';

const trials = openTrials();
afterAll(() => trials[Symbol.asyncDispose]());

/** Kills, asks once more, and finds each request answered once, in order, with its commit, and no reply that is not so. */
async function survives(stage: Stage, ...kills: readonly Kill[]): Promise<void> {
  const outcome = await trials.plays(disturbed(stage, kills));
  expect(outcome).toMatchObject({ kills, lost: [], double: [], wrong: [], hand: [] });
}

const demo = '/repos/octo-org/demo';
const finalize = routeOf('POST', '/twirp/github.actions.results.api.v1.ArtifactService/FinalizeArtifact');
const step = (job: string, name: string): StepPlace => ({ job, name });
const lost = (at: StepPlace, when: 'before' | 'after' = 'after'): Kill => ({ kind: 'runner', at, when });
const cut = (route: Route, when: 'before' | 'after' = 'after', nth = 1): Kill => ({ kind: 'call', route, nth, when });
const agent = step('agent', 'codex-run');

test('killed between push and pull request: the first request of an issue is answered once, with one pull request', () =>
  survives('opening', cut(routeOf('POST', `${demo}/pulls`), 'before')));

const boundaries: readonly (readonly [string, Kill])[] = [
  ['before the event is routed', lost(step('route', 'event-router'), 'before')],
  ['after the session is restored', lost(step('agent', 'session-restore'))],
  ['after the turns', lost(agent)],
  ['after the outbox is uploaded', cut(finalize)],
  ['after the bundle is uploaded', cut(finalize, 'after', 2)],
  ['after the push', cut(routeOf('POST', '/octo-org/demo.git/git-receive-pack'))],
  ['between pull request and replies', lost(step('publish', 'branch-pr'))],
  ['after the reply', cut(routeOf('POST', `${demo}/issues/7/comments`))],
  ['before old bundles are pruned', cut(routeOf('DELETE', `${demo}/actions/artifacts/7`), 'before')],
];
test.each(boundaries)('a run killed %s loses and doubles nothing', (_, kill) => survives('follow-up', kill));

const moments: Readonly<Record<CodexMoment, string>> = {
  'before-codex': 'before Codex starts',
  'session-started': 'while the model thinks',
  'during-command': 'while a command runs',
  'after-answer': 'after the turn, before it is kept',
  'writing-state': 'as the turn is kept',
};
test.each(codexMoments.map((moment) => [moments[moment], moment] as const))(
  'a machine lost in codex-run, %s, loses and doubles nothing',
  (_, moment) => survives('follow-up', { kind: 'codex', at: agent, moment, machine: true }),
);

test('codex-run killed while a command runs loses and doubles nothing', () =>
  survives('follow-up', { kind: 'codex', at: agent, moment: 'during-command', machine: false }));

test('a run whose notifier is killed too loses and doubles nothing', () =>
  survives('failing', { kind: 'process', at: agent }, { kind: 'process', at: step('notify', 'cancel-notify') }));

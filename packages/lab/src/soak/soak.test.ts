import { afterAll, beforeAll, expect, test } from 'vitest';
import { enumerateCases, observe, type Reference } from './enumerate.ts';
import { playCase } from './play-case.ts';
import { openStage, type SoakStage } from './stage.ts';

let stage: SoakStage;
let reference: Reference;
beforeAll(async () => {
  stage = await openStage();
  reference = await observe(stage, 'follow-up');
}, 60_000);
afterAll(async () => stage[Symbol.asyncDispose]());

test('a machine that is lost after its bundle is stored loses no request and answers none twice', async () => {
  const at = reference.steps.find(({ job, name }) => job === 'agent' && name === 'session-persist');
  expect(at).toBeDefined();
  if (at === undefined) return;
  const kills = [{ kind: 'runner', at, when: 'after' }] as const;
  const outcome = await playCase(stage, { kind: 'disturbed', stage: 'follow-up', kills, faults: [], comments: 0 });
  expect(outcome).toMatchObject({ struck: true, lost: [], double: [] });
}, 60_000);

test('a reply whose answer got lost is posted once', async () => {
  const route = reference.routes.find(({ name }) => name.startsWith('POST') && name.endsWith('/issues/:n/comments'));
  expect(route).toBeDefined();
  if (route === undefined) return;
  const faults = [{ kind: 'lost', route, times: 1 }] as const;
  const outcome = await playCase(stage, { kind: 'disturbed', stage: 'follow-up', kills: [], faults, comments: 0 });
  expect(outcome).toMatchObject({ struck: true, lost: [], double: [] });
}, 60_000);

test('the list names every step of both jobs, and every fault of every call', () => {
  const cases = enumerateCases([reference]);
  expect(reference.steps.map(({ job, name }) => `${job}/${name}`)).toEqual([
    'route/event-router',
    'agent/session-restore',
    'agent/codex-run',
    'agent/session-persist',
    'publish/branch-pr',
    'publish/comment-reply',
    'publish/session-persist',
  ]);
  // Two loads, five uploads, three kills a step, five moments of codex-run in two ways, six faults a call.
  expect(cases).toHaveLength(2 + 5 + 3 * 7 + 5 * 2 + 6 * reference.routes.length);
});

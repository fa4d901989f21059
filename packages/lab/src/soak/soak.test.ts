import { expect, test } from 'vitest';
import { enumerateCases, observe } from './enumerate.ts';
import { playCase } from './play-case.ts';
import { openStage } from './stage.ts';

test('a machine lost after its bundle is stored, and a broken list, lose no request and answer none twice', async () => {
  await using stage = await openStage();
  const reference = await observe(stage, 'opening');
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
  expect(enumerateCases([reference], () => 0)).toHaveLength(2 + 5 + 3 * 7 + 5 * 2 + 6 * reference.routes.length);
  const at = reference.steps.find(({ job, name }) => job === 'agent' && name === 'session-persist');
  const route = reference.routes.find(({ name }) => name.startsWith('GET') && name.endsWith('/issues/:n/comments'));
  if (at === undefined || route === undefined) throw new Error('The reference lacks what every run has.');
  const kills = [{ kind: 'runner', at, when: 'after' }] as const;
  const faults = [{ kind: '500', route, times: 1 }] as const;
  const outcome = await playCase(stage, { kind: 'disturbed', stage: 'opening', kills, faults, comments: 0 });
  expect(outcome).toMatchObject({ struck: true, lost: [], double: [] });
}, 60_000);

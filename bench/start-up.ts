import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openStage, permissionsOf } from '@codex-worker/lab/stage';
import { type Figure, repeat, time } from './measure.ts';

/** Actions that find nothing to do: what a repository pays for every event that is not for the worker. */
export async function measureStartUp(rounds: number): Promise<readonly Figure[]> {
  await using stage = await openStage();
  const event = await stage.opened({ title: 'A request', body: 'Nothing.' }, 'helper-bot[bot]');
  const thread = `issue-${(event.payload['issue'] as { readonly number: number }).number}`;
  const run = stage.run(event);
  const router = await stage.job(run, event, {
    name: 'route',
    permissions: await permissionsOf('codex-worker.yml', 'route'),
  });
  const agent = await stage.job(run, event, { name: 'agent', permissions: await permissionsOf('thread.yml', 'agent') });
  const publish = await stage.job(run, event, {
    name: 'publish',
    permissions: await permissionsOf('thread.yml', 'publish'),
  });
  const uses = [
    { name: 'event-router on a bot', of: () => router.use('event-router', {}), budget: 110 },
    { name: 'session-persist with no turn', of: () => agent.use('session-persist', { thread }), budget: 110 },
    // It asks the artifact service for the outbox, and loads its client for that.
    { name: 'branch-pr with no outbox', of: () => publish.use('branch-pr', { thread }), budget: undefined },
  ];
  // Taken in turns, so that a busy moment of the machine falls on all of them.
  const taken = await repeat(rounds, async () => {
    const empty = await time(() => once(spawn(process.execPath, ['--eval', '']), 'exit'));
    const used: number[] = [];
    for (const { of } of uses) used.push((await of()).ms);
    return [empty, ...used];
  });
  const names = ['an empty Node, for comparison', ...uses.map(({ name }) => name)];
  return names.map((name, index) => {
    const budget = uses[index - 1]?.budget;
    return {
      name,
      unit: 'ms',
      values: taken.map((values) => values[index] ?? Number.NaN),
      ...(budget === undefined ? {} : { budget }),
    };
  });
}

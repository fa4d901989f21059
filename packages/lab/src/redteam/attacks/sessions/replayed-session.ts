import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';
import { type AttackedWorld, openAnsweredWorld } from '../../world.ts';

const name = 'codex-worker-session-issue-12';

/** How the session of the next comment stands, and which requests it knows. */
async function statusOf(world: AttackedWorld): Promise<string> {
  world.clock.advance(600);
  const request = world.ask('alice', world.issue12, 'And now?');
  const next = { thread: world.issue12, request, start: 'continue', runId: 709, stopAfter: 'restore' } as const;
  return (await world.run(next)).restored.state.status;
}

const newest = async ({ artifacts }: AttackedWorld) => {
  const [found] = await artifacts.store.list(name);
  if (!found) throw new Error('There is no session.');
  return found;
};

/** The session of the first turn is put back after the second, in which Codex was told to keep something for itself. */
async function putsBack(product: Product): Promise<boolean> {
  const world = await openAnsweredWorld(product);
  const [old = Buffer.alloc(0)] = (await world.artifacts.store.download((await newest(world)).id)).values();
  const request = world.ask('alice', world.issue12, 'Never touch the tests.');
  await world.run({ thread: world.issue12, request, start: 'continue', runId: 702 });
  world.artifacts.tamper((await newest(world)).id, () => old);
  return (await statusOf(world)) === 'resumed';
}

/** A run uploads a session and is deleted, so that nobody can ask where it came from. */
async function hidesItsRun(product: Product): Promise<boolean> {
  const world = await openAnsweredWorld(product);
  const { id } = await newest(world);
  const files = await world.artifacts.store.download(id);
  await world.artifacts.store.remove(id);
  await world.artifacts.run(666).upload(name, files, 7);
  world.artifacts.forgetRun(666);
  return (await statusOf(world)) === 'resumed';
}

/** The real action, on an artifact that a fork's run has uploaded. */
async function restoresFromFork(product: Product): Promise<boolean> {
  const stage = await product.stage();
  const { leaveTurn, permissionsOf } = await import('../../../stage/stage.ts');
  const permissions = await permissionsOf('thread.yml', 'agent');
  const event = await stage.opened({ title: 'Add up', body: 'Make sum() add up.' });
  const { number } = event.payload['issue'] as { readonly number: number };
  const key = { thread: `issue-${number}`, 'session-key': 'sk-0123456789abcdef' };
  const agent = async (of: typeof event, changes: Parameters<typeof stage.run>[1] = {}) =>
    stage.job(stage.run(of, changes), of, { name: 'agent', permissions });
  const forged = await agent(event, { headRepository: 'mallory/demo' });
  await forged.use('session-restore', { ...key, start: 'new' });
  await leaveTurn(forged, key.thread, { text: 'Forged.' });
  const kept = await forged.use('session-persist', key);
  if (kept.exitCode !== 0) throw new Error(kept.log.join('\n'));
  const next = await agent(await stage.commented(number, 'Go on'));
  return (await next.use('session-restore', { ...key, start: 'continue' })).outputs['status'] === 'resumed';
}

export const attacks: readonly Attack[] = [
  {
    threat: 'altered-session',
    name: 'the session of an earlier turn is put back',
    wins: 'Codex forgets what it was told last',
    without: [
      {
        file: 'packages/core/src/session/choose-session.ts',
        find: 'if (!unknown) return undefined;',
        replace: 'if (unknown || !unknown) return undefined;',
      },
    ],
    run: putsBack,
  },
  {
    threat: 'forged-session',
    name: 'a run that uploaded a session is deleted, so that nothing is known of it',
    wins: 'a session of any origin',
    without: [
      {
        file: 'packages/core/src/session/find-bundle.ts',
        find: ": 'its run no longer exists'",
        replace: ': undefined',
      },
    ],
    run: hidesItsRun,
  },
  {
    threat: 'forged-session',
    name: "session-restore is given the artifact of a fork's run",
    wins: 'Codex goes on from a conversation that the attacker wrote',
    without: [
      {
        file: 'packages/core/src/session/trust.ts',
        find: 'origin.headRepositoryId !== policy.repositoryId',
        replace: 'false',
      },
    ],
    run: restoresFromFork,
  },
];

import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';
import { openWorld } from '../../world.ts';

const threat = 'run-again';
const file = 'packages/core/src/standing/rerun.ts';

/** Whether somebody gets through who started the run again, where this permission is needed. */
const isLetBy = (login: string, minimumPermission: 'write' | 'admin') => async (product: Product) => {
  const { conversation, core, person } = await openWorld(product);
  conversation.grant('rita', 'read');
  const policy = { minimumPermission, allowUsers: [], allowBots: [], ownLogin: conversation.ownLogin };
  return (await core.turnRerunAway(conversation, person(login), policy)) === undefined;
};

/** The real actions, in the second attempt of a run of wanda's that a reader started. */
const runsAgain = (action: 'event-router' | 'session-restore') => async (product: Product) => {
  const stage = await product.stage();
  const { permissionsOf } = await import('../../../stage/stage.ts');
  const [workflow, name] = action === 'event-router' ? ['codex-worker.yml', 'route'] : ['thread.yml', 'agent'];
  const event = await stage.opened({ title: 'Add up', body: 'Make sum() add up.' });
  const { number } = event.payload['issue'] as { readonly number: number };
  const run = stage.run(event, { attempt: 2, triggeringActor: 'rick' });
  const job = await stage.job(run, event, { name, permissions: await permissionsOf(workflow, name) });
  const inputs = { thread: `issue-${number}`, 'session-key': 'sk-0123456789abcdef', start: 'new' };
  const { outputs } = await job.use(action, action === 'event-router' ? {} : inputs);
  return outputs['decision'] === 'run' || outputs['pending'] === 'true';
};

const anybody = { file, find: "admission.kind === 'admitted'", replace: 'admission.kind.length > 0' };

export const attacks: readonly Attack[] = [
  {
    threat,
    name: "a reader starts a maintainer's run again, through an App that may do it",
    wins: 'turns with the words of the maintainer, at any time',
    without: [anybody],
    run: isLetBy('rita', 'write'),
  },
  {
    threat,
    name: "a writer starts an administrator's run again, where only administrators may ask",
    wins: 'what only administrators may ask for',
    without: [anybody],
    run: isLetBy('bob', 'admin'),
  },
  {
    threat,
    name: 'a workflow that nobody named starts runs again with the token of the repository',
    wins: 'turns in a circle',
    without: [anybody],
    run: isLetBy('github-actions[bot]', 'write'),
  },
  {
    threat,
    name: 'all jobs of a run are started again, and the router is asked by the name in the event',
    wins: 'a turn for whoever may not ask',
    without: [
      {
        file: 'packages/github/src/routing/rerunner.ts',
        find: 'if (attempt === 1)',
        replace: 'if (attempt > 0)',
      },
    ],
    run: runsAgain('event-router'),
  },
  {
    threat,
    name: 'only the failed jobs are started again, so that no router is asked',
    wins: 'a turn for whoever may not ask',
    without: [
      {
        file: 'packages/core/src/session/restore.ts',
        find: 'if (away !== undefined)',
        replace: "if (away === '')",
      },
    ],
    run: runsAgain('session-restore'),
  },
];

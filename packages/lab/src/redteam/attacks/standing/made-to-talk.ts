import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'made-to-talk';
const plan = {
  file: 'packages/core/src/route/plan.ts',
  find: "admission.kind !== 'admitted'",
  replace: 'policy === undefined',
};

/** Whether the real router says or shows anything to a comment of a stranger. */
const answers = (text: string) => async (product: Product) => {
  const stage = await product.stage();
  const { permissionsOf } = await import('../../../stage/stage.ts');
  const opened = await stage.opened({ title: 'Add up', body: 'Make sum() add up.' });
  const { number } = opened.payload['issue'] as { readonly number: number };
  const event = await stage.commented(number, text, 'sam');
  const permissions = await permissionsOf('codex-worker.yml', 'route');
  const job = await stage.job(stage.run(event), event, { name: 'route', permissions });
  const { requests } = await job.use('event-router', {});
  return requests.some((request) => request.startsWith('POST ') && !request.startsWith('POST /graphql'));
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a stranger mistypes a word of /codex, again and again',
    wins: 'a reply each time, to everybody who follows the thread',
    without: [plan],
    run: answers('/codex sotp'),
  },
  {
    threat,
    name: 'a stranger asks for help',
    wins: 'a long reply each time, to everybody who follows the thread',
    without: [plan],
    run: answers('/codex help'),
  },
];

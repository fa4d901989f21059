import { output, runAction, runFacts } from '@codex-worker/github';
import { count } from './count.ts';
import { next } from './next.ts';
import { readOperation } from './operation.ts';
import { remove } from './remove.ts';
import { route } from './route.ts';
import { sweep } from './sweep.ts';

const operations = { route, count, next, remove, sweep };

await runAction(async (page) => {
  const run = runFacts();
  page.begin({ run, stage: 'route', draws: 'never' });
  await operations[readOperation()](run);
  output('timeline', JSON.stringify(await page.timeline()));
});

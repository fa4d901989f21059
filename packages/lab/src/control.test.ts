import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { controlRoutes } from './control.ts';
import { openLab, until } from './engine/fake-host.ts';

const workflow = 'on: push\njobs:\n  work:\n    runs-on: x\n    steps: [{ name: long, run: sleep 60 }]\n';

test('a run loses its machine from outside while a job is on one', async () => {
  const lab = openLab({ '.github/workflows/ci.yml': workflow });
  const app = new Hono();
  controlRoutes(app, lab.engine, () => undefined);
  const [run] = await lab.start();
  await until(() => run?.jobs[0]?.steps.at(-1)?.name === 'long');
  const lose = () => app.request(`/_lab/runs/${run?.id}/lose`, { method: 'POST' });
  expect(await (await lose()).json()).toEqual({ lost: 1 });
  await lab.engine.idle();
  expect(run?.conclusion).toBe('failure');
  const again = await lose();
  expect([again.status, await again.json()]).toEqual([
    409,
    { message: `No job of run ${run?.id} is on a machine. Wait until one is in progress.` },
  ]);
});

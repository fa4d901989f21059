import type { Hono } from 'hono';
import type { LocalEngine } from './engine/engine.ts';
import type { JobRecord, RunRecord } from './run.ts';

/** What tools ask of the lab that GitHub has no route for. */
export function controlRoutes(app: Hono, engine: LocalEngine, onShutdown: () => void): void {
  app.get('/_lab/idle', async (c) => {
    await engine.idle();
    return c.json({ idle: true, runs: engine.runs.length });
  });
  app.get('/_lab/runs', (c) => c.json(engine.runs.map(runBody)));
  app.get('/_lab/runs/:id/log', (c) => {
    const run = engine.runs.find(({ id }) => id === Number(c.req.param('id')));
    return run ? c.text(run.log) : c.json({ message: `There is no run ${c.req.param('id')}.` }, 404);
  });
  app.post('/_lab/runs/:id/lose', (c) => {
    const [id, job] = [Number(c.req.param('id')), c.req.query('job')];
    const lost = engine.loseMachines(id, job === undefined ? undefined : Number(job));
    if (lost === 0)
      return c.json({ message: `No job of run ${id} is on a machine. Wait until one is in progress.` }, 409);
    return c.json({ lost });
  });
  app.post('/_lab/shutdown', (c) => {
    // After the answer is on its way.
    setTimeout(onShutdown, 10);
    return c.json({ stopping: true }, 202);
  });
}

function runBody(run: RunRecord) {
  const { id, number, attempt, path, event, displayTitle, actor, status, conclusion, createdAt, updatedAt } = run;
  return {
    ...{ id, number, attempt, path, event, displayTitle, actor, status, conclusion, createdAt, updatedAt },
    jobs: run.jobs.map(jobBody),
  };
}

function jobBody({
  id,
  name,
  status,
  conclusion,
  startedAt,
  completedAt,
  permissions,
  group,
  steps,
  annotations,
  summary,
}: JobRecord) {
  return { id, name, status, conclusion, startedAt, completedAt, permissions, group, steps, annotations, summary };
}

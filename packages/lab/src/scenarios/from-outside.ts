import type { RunRecord } from '../run.ts';
import { type Scene, until } from './scene.ts';

/** Makes requests to GitHub fail or wait, as `POST /_lab/faults` takes it. */
export async function breaks(scene: Scene, fault: Readonly<Record<string, unknown>>): Promise<void> {
  await control(scene, '/faults', fault);
}

/** GitHub is well again. */
export async function mends(scene: Scene): Promise<void> {
  await fetch(`${scene.lab.github.api}/_lab/faults`, { method: 'DELETE' });
}

/** Takes the machine away from every job of a run. */
export async function losesMachine(scene: Scene, { id }: RunRecord): Promise<void> {
  await control(scene, `/runs/${id}/lose`);
}

/** Cancels a run as its page does. */
export async function cancels(scene: Scene, { id }: RunRecord): Promise<void> {
  await scene.as('owner').rest.actions.cancelWorkflowRun({ ...scene.place, run_id: id });
}

/** Waits until the newest run is at a step; answers the run. */
export async function runAt(scene: Scene, step: string): Promise<RunRecord> {
  const isThere = () =>
    scene.runs
      .at(-1)
      ?.jobs.flatMap(({ steps }) => steps)
      .some(({ name, status }) => name.includes(step) && status === 'in_progress');
  await until(() => isThere() === true);
  return scene.lastRun();
}

async function control(scene: Scene, route: string, body: object = {}): Promise<void> {
  const response = await fetch(`${scene.lab.github.api}/_lab${route}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`POST /_lab${route} answered ${response.status}: ${await response.text()}`);
}

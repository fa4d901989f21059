import { agentJob } from './agent-job.ts';
import { endsStep, type Reached } from './passage.ts';
import { publishJob } from './publish-job.ts';
import { type RunEnd, type RunOrder, type Step, Stopped } from './run-order.ts';
import { tellThatItStopped } from './tell-stopped.ts';
import type { ThreadWorld } from './thread-world.ts';

/** Runs both jobs over a world, which may be a view of it that is a little late. */
export async function runThread(world: ThreadWorld, order: RunOrder): Promise<RunEnd> {
  const reached: Reached = {};
  const pass = async (step: Step): Promise<void> => {
    await order.at?.(step);
    if (order.stopAfter !== step) return;
    reached.stoppedAfter = step;
    throw new Stopped(step);
  };
  try {
    order.onJob?.('agent');
    await agentJob(world, order, { reached, pass });
    if (reached.outbox) {
      order.onJob?.('publish');
      await publishJob(world, order, { reached, pass });
    }
    if (reached.red !== undefined) throw reached.red;
  } catch (error) {
    if (!endsRun(error, order) || !reached.restored) throw error;
    if (endsStep(error)) reached.red = error;
    if (!order.untold) await tellThatItStopped(world, order, order.ended);
  }
  world.clock.advance(1);
  const { restored, drained, outbox, proposed, stoppedAfter, posted = [], red } = reached;
  if (!restored) throw new TypeError('A run restores before anything else');
  return { restored, drained, outbox, proposed, stoppedAfter, posted, red };
}

/** What "Re-run failed jobs" does where the agent's job had ended well. Answers the failure that ended it red. */
export async function publishAgain(world: ThreadWorld, order: RunOrder): Promise<unknown> {
  try {
    order.onJob?.('publish');
    await publishJob(world, order, { reached: {}, pass: async (step) => order.at?.(step) });
    return undefined;
  } catch (error) {
    if (!endsRun(error, order)) throw error;
    if (!order.untold) await tellThatItStopped(world, order, order.ended);
    return endsStep(error) ? error : undefined;
  }
}

const endsRun = (error: unknown, { goesRed = false }: RunOrder): boolean =>
  error instanceof Stopped || (goesRed && endsStep(error));

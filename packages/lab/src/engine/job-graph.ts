import type { JobOutcome } from './run-context.ts';

/** Outcomes that a job's conditions look at. */
export interface Before {
  readonly needs: ReadonlyMap<string, JobOutcome>;
  /** Those of `needs`, of their needs, and so on. */
  readonly ancestors: ReadonlyMap<string, JobOutcome>;
}

interface Node {
  readonly id: string;
  readonly needs: readonly string[];
}

/** Runs each job when its `needs` are over, and all that can at the same time. */
export async function followNeeds<J extends Node>(
  jobs: readonly J[],
  runJob: (job: J, before: Before) => Promise<JobOutcome>,
): Promise<ReadonlyMap<string, JobOutcome>> {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const outcomes = new Map<string, JobOutcome>();
  const started = new Map<string, Promise<void>>();
  const follow = async (job: J) => {
    await Promise.all(job.needs.flatMap((id) => byId.get(id) ?? []).map(start));
    const before = { needs: pick(outcomes, job.needs), ancestors: pick(outcomes, ancestorsOf(job, byId)) };
    outcomes.set(job.id, await runJob(job, before));
  };
  const start = (job: J): Promise<void> => {
    const running = started.get(job.id) ?? follow(job);
    started.set(job.id, running);
    return running;
  };
  await Promise.all(jobs.map(start));
  return outcomes;
}

function ancestorsOf(job: Node, byId: ReadonlyMap<string, Node>): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (from: Node) => {
    for (const id of from.needs) {
      if (found.has(id)) continue;
      found.add(id);
      const next = byId.get(id);
      if (next !== undefined) collect(next);
    }
  };
  collect(job);
  return found;
}

function pick(outcomes: ReadonlyMap<string, JobOutcome>, ids: Iterable<string>): ReadonlyMap<string, JobOutcome> {
  return new Map(
    [...ids].flatMap((id) => {
      const outcome = outcomes.get(id);
      return outcome === undefined ? [] : [[id, outcome] as const];
    }),
  );
}

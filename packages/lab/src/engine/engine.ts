import type { Engine, EngineHost, LabEvent, RunRecord } from '../run.ts';
import { createGroups } from './concurrency.ts';
import type { EngineOptions } from './options.ts';
import { timestamp } from './records.ts';
import { type Attempt, startAttempt } from './run-attempt.ts';
import type { KeptJob, Lab } from './run-context.ts';
import { createRun, type NewRun, startingRuns } from './run-creation.ts';
import { createRunners } from './runners.ts';
import { openSources } from './sources.ts';
import { dispatchEvents } from './triggers.ts';

// GitHub's limit for a free account.
const defaultConcurrentJobs = 20;

// GitHub runs no more than three workflows one after the other by `workflow_run`.
const deepestChain = 3;

/** A run with what is needed to cancel it or to run it again. */
interface KnownRun extends NewRun {
  attempt: Attempt | undefined;
  achieved: ReadonlyMap<string, KeptJob>;
}

/** An engine on this machine, with what only somebody beside the machines can do. */
export interface LocalEngine extends Engine {
  /** Loses the machines of a run's jobs, or of one of them; answers how many there were. */
  loseMachines(runId: number, jobId?: number): number;
}

/** Starts an engine: events in, runs out. */
export function startEngine(host: EngineHost, options: EngineOptions): LocalEngine {
  const runs = new Map<number, KnownRun>();
  const records: RunRecord[] = [];
  const busy = new Set<Promise<unknown>>();
  let jobs = 20_000;
  const lab: Lab = {
    host,
    options,
    sources: openSources(host, options.product),
    groups: createGroups(),
    runners: createRunners(options.concurrentJobs ?? defaultConcurrentJobs),
    machines: new Set(),
    nextJobId: () => {
      jobs += 1;
      return jobs;
    },
  };

  const track = <T>(work: Promise<T>): Promise<T> => {
    busy.add(work);
    const forget = () => busy.delete(work);
    work.then(forget, forget);
    return work;
  };

  const start = (known: KnownRun, kept: ReadonlyMap<string, KeptJob>) => {
    if (known.loaded === undefined) return;
    const attempt = startAttempt({ lab, record: known.record, event: known.event, loaded: known.loaded, kept });
    known.attempt = attempt;
    const end = attempt.done.then(async (achieved) => {
      known.achieved = achieved;
      known.attempt = undefined;
      if (levelOf(known.record, runs) < deepestChain) await host.announceEnd(known.record);
    });
    void track(end);
  };

  const create = async (event: LabEvent): Promise<readonly number[]> => {
    const ids: number[] = [];
    for (const starting of await startingRuns(lab, event)) {
      const number = records.filter(({ path }) => path === starting.source.path).length + 1;
      const created = await createRun(lab, starting, { id: 1001 + records.length, number });
      const known: KnownRun = { ...created, attempt: undefined, achieved: new Map() };
      records.push(known.record);
      runs.set(known.record.id, known);
      start(known, new Map());
      ids.push(known.record.id);
    }
    return ids;
  };

  // One event after the other: runs get their numbers, and their places in a queue, in the order of the events.
  let order: Promise<unknown> = Promise.resolve();

  return {
    runs: records,
    dispatch(event) {
      if (event.byJob && !dispatchEvents.includes(event.name)) return Promise.resolve([]);
      const created = order.then(() => create(event));
      order = created.catch(() => undefined);
      return track(created);
    },
    cancel(runId, force) {
      const attempt = runs.get(runId)?.attempt;
      if (attempt === undefined) return false;
      if (force) attempt.cancellation.force();
      else attempt.cancellation.request();
      return true;
    },
    rerun(runId, actor, failedJobsOnly) {
      const known = runs.get(runId);
      if (known === undefined || known.attempt !== undefined || known.loaded === undefined) return false;
      renew(known.record, actor);
      start(known, failedJobsOnly ? known.achieved : new Map());
      return true;
    },
    concurrencyGroups: () => lab.groups.list(),
    loseMachines(runId, jobId) {
      const lost = [...lab.machines].filter((one) => one.runId === runId && (jobId ?? one.jobId) === one.jobId);
      for (const machine of lost) machine.lose();
      return lost.length;
    },
    async idle() {
      while (busy.size > 0) await Promise.allSettled([...busy]);
    },
  };
}

/** How many runs, each started by the end of the one before, led to this one. */
function levelOf({ event, payload }: RunRecord, runs: ReadonlyMap<number, KnownRun>): number {
  const ended: unknown = event === 'workflow_run' ? Reflect.get(payload, 'workflow_run') : undefined;
  if (typeof ended !== 'object' || ended === null) return 0;
  const before = runs.get(Number(Reflect.get(ended, 'id')))?.record;
  return before === undefined ? 1 : 1 + levelOf(before, runs);
}

function renew(record: RunRecord, actor: string): void {
  record.attempt += 1;
  record.triggeringActor = actor;
  record.status = 'queued';
  record.conclusion = null;
  record.startedAt = timestamp();
  record.updatedAt = record.startedAt;
  record.jobs.splice(0);
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineHost } from '../run.ts';
import { type Environment, evaluateTree } from './expressions.ts';
import type { Tree } from './tree.ts';

/** The runner that has the labels of a job. */
export interface RunnerSoftware {
  readonly version: string;
}

const POLL_MS = 50;

/** The labels that `runs-on` asks for: one, a list, or those beside a group. */
export function labelsOf(runsOn: Tree | undefined, environment: Environment): readonly string[] {
  const asked = evaluateTree(runsOn, environment);
  const labels = typeof asked === 'object' && asked !== null && 'labels' in asked ? asked.labels : asked;
  return (Array.isArray(labels) ? labels : [labels]).filter((label) => label !== null && label !== '').map(String);
}

/** Waits for a runner with these labels, as GitHub does; undefined when the signal fires first. */
export async function runnerWith(
  host: EngineHost,
  labels: readonly string[],
  cancelled: AbortSignal,
): Promise<RunnerSoftware | undefined> {
  while (!cancelled.aborted) {
    const runner = host.runnerWith(labels);
    if (runner) return runner;
    await sleep(POLL_MS, undefined, { signal: cancelled }).catch(() => undefined);
  }
  return undefined;
}

/** Whether the runner's software is this release or a later one. */
export function isAtLeast({ version }: RunnerSoftware, release: string): boolean {
  return version.localeCompare(release, 'en', { numeric: true }) >= 0;
}

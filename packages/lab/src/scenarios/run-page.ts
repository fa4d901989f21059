import { readMarkers } from '@codex-worker/core';
import type { JobRecord, RunRecord } from '../run.ts';

/** What a run's jobs answered under this name. */
export function outputOf(run: RunRecord, name: string): string | undefined {
  return run.jobs.map(({ outputs }) => outputs[name]).find((value) => value !== undefined && value !== '');
}

/** The job of a run whose name ends so. */
export function jobOf(run: RunRecord, name: string): JobRecord | undefined {
  return run.jobs.find((job) => job.name === name || job.name.endsWith(` ${name}`));
}

/** What a person reads on the page of a run: the errors, one a line, and each once. */
export function errorsOf(run: RunRecord): string {
  const annotations = run.jobs.flatMap((job) => job.annotations);
  const errors = annotations.filter(({ level }) => level === 'error').map(({ message }) => message);
  return [...new Set(errors)].join('\n');
}

/** What a run's page shows without being an error: the route's reason, for example. */
export function noticesOf(run: RunRecord): string {
  const annotations = run.jobs.flatMap((job) => job.annotations);
  return annotations
    .filter(({ level }) => level !== 'error')
    .map(({ message }) => message)
    .join('\n');
}

/** The requests that some replies of the worker answer. */
export function answersIn(replies: readonly { readonly body: string }[]): readonly string[] {
  return replies.flatMap(({ body }) => readMarkers(body)).map(({ requestId, outcome }) => `${requestId} ${outcome}`);
}

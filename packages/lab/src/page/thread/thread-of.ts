import type { Hosted } from '../../github/hosted.ts';
import type { Thread } from '../../github/thread.ts';
import type { RunRecord } from '../../run.ts';

/** A thread that is still here, by its number. */
export function threadAt(hosted: Hosted, number: number): Thread | undefined {
  return hosted.threads.find((one) => one.number === number && one.departure === undefined);
}

/** The address of a thread's page. */
export function threadPath(hosted: Hosted, thread: Thread): string {
  return `/${hosted.fullName}/${thread.pull === undefined ? 'issues' : 'pull'}/${thread.number}`;
}

/** The runs that a thread caused, newest first. */
export function runsOf(hosted: Hosted, { number }: Thread): readonly RunRecord[] {
  return hosted.engine.runs.filter((run) => threadNumberOf(run) === number).toReversed();
}

/** The thread that a run is about, as its event or its groups say. */
export function threadNumberOf({ payload, jobs }: RunRecord): number | undefined {
  const event = payload as Readonly<Record<string, unknown>>;
  for (const name of ['issue', 'pull_request']) {
    const number: unknown = Object(event[name]).number;
    if (typeof number === 'number') return number;
  }
  const inputs = Object(event['inputs'] ?? event['client_payload']) as Readonly<Record<string, unknown>>;
  const named = [inputs['thread'], ...jobs.map(({ group }) => group)].map((text) =>
    /(?:issue|pr)-(\d+)$/.exec(String(text)),
  );
  return named.flatMap((match) => (match === null ? [] : [Number(match[1])]))[0];
}

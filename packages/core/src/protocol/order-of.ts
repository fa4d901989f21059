import { parseQueuedRequest, type QueuedRequest } from '../queue/queued-request.ts';
import type { FakeQueue, RunOrder } from '../testing/index.ts';
import type { Play, Run } from './play.ts';

/** What a run is told of itself. */
export function orderOf({ rules, queue }: Pick<Play, 'rules' | 'queue'>, run: Run): RunOrder {
  const { asked, request, asker, source, start: how, until, runId, attempt } = run;
  return {
    thread: asked.thread,
    request,
    asker,
    ...(source ? { source, queued: filesOf(queue) } : {}),
    ...(until === undefined ? {} : { until }),
    coalesce: rules.coalesce,
    start: how,
    runId,
    attempt,
    branchTemplate: 'codex/issue-{number}',
  };
}

function filesOf({ files }: FakeQueue): ReadonlyMap<string, QueuedRequest> {
  return new Map(
    [...files].flatMap(([path, text]) => {
      const parsed = parseQueuedRequest(text);
      return parsed.kind === 'request' ? [[path, parsed.queued] as const] : [];
    }),
  );
}

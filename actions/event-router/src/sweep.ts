import { sweep as findDropped, pageTexts, type Swept } from '@codex-worker/core';
import {
  admissionPolicy,
  gitHubClient,
  notice,
  output,
  type RunFacts,
  readInputs,
  summary,
  sweepPorts,
  warning,
} from '@codex-worker/github';

/** Finds the threads in which a request was dropped, for the runs that follow. */
export async function sweep(run: RunFacts): Promise<void> {
  const { token, ...order } = readInputs((input) => ({
    token: input.requiredSecret('github-token'),
    graceMinutes: input.minutes('grace-minutes') / 60_000,
    lookBackDays: input.wholeNumber('look-back-days', { atLeast: 1, atMost: 90 }),
    policy: admissionPolicy(input),
  }));
  const ports = sweepPorts(gitHubClient({ ...run, token }));
  await report(await findDropped(ports, { ...order, now: new Date().toISOString() }));
}

async function report({ threads, left, cut }: Swept): Promise<void> {
  const reason =
    threads.length === 0
      ? 'no request was dropped'
      : `dropped: ${threads.map(({ request, thread }) => `${request} of ${thread}`).join(', ')}`;
  output('decision', threads.length === 0 ? 'ignore' : 'run');
  output('reason', reason);
  output('threads', JSON.stringify(threads));
  notice(reason, 'Sweep');
  await summary(pageTexts.sweep({ threads, left }));
  if (left > 0) warning(`${left} more threads have dropped requests: the next sweep runs them.`, 'Sweep');
  if (cut) warning('More was said lately than one sweep reads. Lower look-back-days, or sweep more often.', 'Sweep');
}

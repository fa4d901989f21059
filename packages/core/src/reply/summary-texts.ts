import type { RequestId } from '../request/request.ts';
import type { JobName, Stage } from '../timeline/timeline.ts';

const grouped = (count: number): string => count.toLocaleString('en-US');

/** 950 ms, 4.2 s, 3 min 20 s */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What stands on the page of a run. In the chart no word may have a colon, a hash or a semicolon. */
export const summaryTexts = {
  headings: {
    answered: '✅ Answered',
    failed: '❌ Failed',
    cancelled: '🛑 Cancelled',
    refused: '😕 Refused',
    nothing: '💤 Nothing to do',
    stopped: '❌ Stopped',
  },

  stages: {
    route: 'route',
    restore: 'restore the session',
    run: 'codex-run',
    install: 'install Codex',
    turn: 'turn',
    review: 'review the change',
    persist: 'persist the session',
    propose: 'publish the change',
    reply: 'publish the replies',
  } satisfies Record<Stage, string>,

  turn: (number: number, request: RequestId | undefined): string =>
    request === undefined ? `turn ${number}` : `turn ${number}, ${request}`,
  waits: {
    route: 'wait for a runner',
    agent: 'wait for thread and runner',
    publish: 'wait for a runner',
  } satisfies Record<JobName, string>,
  stageTook: (stage: string, milliseconds: number): string => `${stage}, ${duration(milliseconds)}`,
  moreParts: (count: number): string =>
    count === 1 ? 'One more part is not drawn.' : `${count} more parts are not drawn.`,

  columns: ['#', 'request', 'asked by', 'outcome', 'model', 'effort', 'tokens', 'time', 'reply'],
  noFact: '–',
  moreAsked: (count: number): string => `and ${count} more`,
  replyLink: 'reply',
  transcriptLink: 'transcript',
  tokens: grouped,
  moreTurns: (count: number): string =>
    count === 1 ? 'One more reply is not listed.' : `${grouped(count)} more replies are not listed.`,

  nothingOpen: 'No request was open: each has its reply, or another run has taken it up.',

  opened: (link: string, branch: string): string => `**Change:** pull request ${link} was opened from ${branch}.`,
  updated: (link: string, branch: string): string => `**Change:** pushed to ${branch}, in pull request ${link}.`,
  pushed: (branch: string): string => `**Change:** pushed to ${branch}.`,
  notOpened: (branch: string): string => `**Change:** pushed to ${branch}; GitHub did not let it open a pull request.`,
  applied: (branch: string): string => `**Change:** the patch was put on ${branch}.`,
  notApplied: '**Change:** the patch was not applied; the reply says why.',
  notLanded: (branch: string): string => `**Change:** not pushed to ${branch}; the reply says why and has the patch.`,

  calls: (all: number, byJob: readonly (readonly [string, number])[]): string =>
    `**GitHub API:** ${all === 1 ? 'one call' : `${grouped(all)} calls`} (${byJob.map(([job, count]) => `${job} ${grouped(count)}`).join(', ')})`,
  callsLeft: (left: number, of: number): string => `${grouped(left)} of ${grouped(of)} are left in this hour.`,
  pruned: (count: number, calls: number): string =>
    `**Pruned:** ${count === 1 ? 'one artifact' : `${grouped(count)} artifacts`} that nobody needs any more, with ${calls === 1 ? 'one more call' : `${grouped(calls)} more calls`}.`,

  nextStep: (step: string): string => `**Next step:** ${step}`,
  moreOn: (code: string, url: string): string => `[More on \`${code}\`](${url})`,
  cancelledNext: 'Reply in the thread to go on, or comment `/codex retry` there.',
  refusedNext: 'The reply says why, and how to ask so that it is answered.',
  bug: (said: string): string => `The worker stopped on an error that it does not know: ${said}`,
  bugNext: (url: string | undefined): string =>
    `Report it with the details in the log of the step${url === undefined ? '' : `: ${url}`}.`,

  decisions: { run: 'run', enqueue: 'put into the queue', command: 'answered at once', refuse: 'refused' },
  routed: (decision: string, request: string, why: string): string => `**Route:** ${decision}, ${request}: ${why}`,
  ignored: (why: string): string => `**Route:** ignored: ${why}`,
  queue: (why: string): string => `**Queue:** ${why}`,
  setAside: 'Moved to `broken/`:',
  removed: (count: number, kept: number): string =>
    `**Queue:** ${count === 1 ? 'one request has' : `${grouped(count)} requests have`} their reply and left the queue${kept === 0 ? '' : `; ${grouped(kept)} without one stayed for the next drain`}.`,
  sweep: (found: number, left: number): string => {
    if (found === 0) return '**Sweep:** no request was dropped.';
    const threads = found === 1 ? 'one thread has a dropped request' : `${found} threads have dropped requests`;
    return `**Sweep:** ${threads}${left === 0 ? '' : `; ${left} more are left to the next sweep`}.`;
  },
  dropped: (request: string, thread: string): string => `- ${request} of ${thread} has no answer: its thread runs now.`,
  told: (url: string): string => `**Notice:** [the thread was told](${url}) how this run ended.`,
  tellsNobody: '**Notice:** nobody had to be told: the request has its reply, or was told of this end before.',
} as const;

import { catalogue } from '../failure/catalogue.ts';
import type { UsedUp } from '../standing/turn-limits.ts';

const plural = (count: number, one: string, more: string): string => (count === 1 ? one : `${count} ${more}`);

/** 2026-11-22T10:00:00Z as people read it. */
const readable = (time: string): string => time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2 UTC');

/** What a person reads from the router: refusals, how long a request waits, and what it answers itself. */
export const routeTexts = {
  forkRefused: (reason: string): string => `**Nothing was run:** ${reason}. ${catalogue['fork-refused'].fix}`,

  forkHeadChanged: (reason: string): string =>
    `**Nothing was run:** ${reason}, so it is not certain which commit was meant. ${catalogue['fork-head-changed'].fix}`,

  threadLocked: (reason: string): string =>
    `**Nothing was run:** ${reason}, and the worker could not answer there. ${catalogue['thread-locked'].fix}`,

  turnLimit: ({ input, most, again }: UsedUp): string =>
    `\`${input}\` allows ${plural(most, 'one turn', 'turns')}${input.startsWith('person') ? ' to one person' : ''}, and no more fits before ${readable(again)}`,

  turnsUsedUp: (reason: string): string => `**Nothing was run:** ${reason}. Ask again then, or have the limit raised.`,

  turnPromised: 'Taken up. This note goes when the answer is here.',

  runsAhead: (count: number): string =>
    `Queued: ${plural(count, 'one run of this thread is', 'runs of this thread are')} ahead. This note goes when the answer is here.`,

  requestsAhead: (count: number): string =>
    `Queued: ${plural(count, 'one request of this repository is', 'requests of this repository are')} ahead. This note goes when the answer is here.`,

  running: ({
    url,
    since,
    waiting,
  }: {
    url: string | undefined;
    since: string | undefined;
    waiting: number;
  }): string => {
    const runs =
      url === undefined
        ? 'Nothing runs in this thread.'
        : `[A run](${url}) is at work in this thread${since === undefined ? '' : ` since ${readable(since)}`}.`;
    return waiting === 0 ? `${runs} None waits.` : `${runs} ${plural(waiting, 'One more waits.', 'more wait.')}`;
  },

  queueHolds: (count: number): string =>
    count === 0
      ? 'The queue of this repository is empty.'
      : `The queue of this repository holds ${plural(count, 'one request', 'requests')}.`,

  runsUntold: (repositoryUrl: string): string =>
    `This GitHub does not tell which runs belong to a thread. [Look at the runs](${repositoryUrl}/actions).`,

  runsHidden: (fix: string): string => `The token of the workflow may not look at runs. ${fix}`,

  lastAnswer: (answer: { readonly url: string; readonly createdAt: string } | undefined): string =>
    answer === undefined
      ? 'Codex has not answered among the newest comments here.'
      : `The last answer is [of ${readable(answer.createdAt)}](${answer.url}).`,

  stopping: (url: string, waiting: number): string => {
    const rest = waiting === 0 ? '' : ` ${plural(waiting, 'One run waits', 'runs wait')} behind it and will go on.`;
    return `**Stopping.** [The run](${url}) was told to stop; it says here what was kept.${rest}`;
  },

  stopRefused: (url: string, fix: string): string =>
    `**Not stopped.** GitHub did not let the worker cancel [the run](${url}). ${fix} Until then, cancel it on its page.`,

  stopUntold: (repositoryUrl: string): string =>
    `**Not stopped.** This GitHub does not tell which run belongs to this thread. [Cancel it on the page of the runs](${repositoryUrl}/actions).`,
} as const;

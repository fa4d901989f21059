import type { Swept } from '../sweep/sweep.ts';
import { say } from './say.ts';

/** What single steps say on the page of their run. */
export const pageTexts = {
  pruned: (count: number, calls: number): string =>
    count === 1 ? say('page.pruned.one', { calls }) : say('page.pruned.other', { count, calls }),

  queue: (why: string): string => say('page.queue', { why }),

  setAside: (): string => say('page.setAside'),

  removed: (count: number, kept: number): string =>
    [say('page.removed', { count }), ...(kept === 0 ? [] : [say('page.kept', { count: kept })])].join(' '),

  sweep: ({ threads, left }: Pick<Swept, 'threads' | 'left'>): string => {
    if (threads.length === 0) return say('page.nothingDropped');
    const each = threads.map(({ request, thread }) => `- ${say('page.droppedOne', { request, thread })}`);
    const more = left === 0 ? '' : ` ${say('page.droppedLeft', { count: left })}`;
    return [`${say('page.dropped', { count: threads.length })}${more}`, '', ...each].join('\n');
  },

  told: (url: string | undefined): string => (url === undefined ? say('page.toldNobody') : say('page.told', { url })),

  bug: (said: string): string => say('page.bug', { said }),

  bugNext: (url: string | undefined): string =>
    url === undefined ? say('page.bugNext') : say('page.bugNextAt', { url }),
};

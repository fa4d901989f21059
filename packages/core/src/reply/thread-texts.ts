import type { Person } from '../standing/standing.ts';

/** What a person reads where a thread or a request is not what it was. */
export const threadTexts = {
  merged: (number: number): string =>
    `**Nothing was run:** #${number} is merged, and this thread has ended. Open a new issue to go on.`,

  movedAndEnded: (url: string): string =>
    `**This conversation moved to ${url}**, and ended there: it is closed. Open a new issue to go on, or reopen it and comment there.`,

  requestChanged: (author: string, by: Person | undefined): string =>
    `**Nothing was run:** the request of @${author} was changed${by ? ` by @${by.login}` : ''} after it was made, and ${by ? 'they' : 'whoever did'} may not ask here. Ask again in a comment of your own.`,

  requestDeleted: (author: string): string =>
    `**Nothing was run:** the request of @${author} was deleted before its turn. Ask again in a new comment, if it is still wanted.`,

  requestGone: (id: string): string =>
    `**Nothing was run:** the request \`${id}\` was deleted before its turn. Ask again in a new comment, if it is still wanted.`,

  withheld: (paths: readonly string[]): string =>
    `**Left out of the change, because they hold a secret of this run:** ${paths.map((path) => `\`${path.replaceAll('`', "'")}\``).join(', ')}. They are not kept. Ask again for them without the secret; if a command could read it, replace it.`,

  askerWithoutStanding: (login: string): string =>
    `**Nothing was run:** @${login}, who wrote this request, may not ask here. Somebody who may has to ask for it.`,
} as const;

import type { Person } from '../standing/standing.ts';
import { firstNames } from './first-names.ts';
import { say } from './say.ts';

/** What a person reads where a thread or a request is not what it was. */
export const threadTexts = {
  merged: (number: number): string => say('merged', { number }),

  movedAndEnded: (url: string): string => say('movedAndEnded', { url }),

  requestChanged: (author: string, by: Person | undefined): string =>
    by ? say('requestChanged.by', { author, login: by.login }) : say('requestChanged.untold', { author }),

  requestDeleted: (author: string): string => say('requestDeleted', { author }),

  requestGone: (id: string): string => say('requestGone', { id }),

  withheld: (paths: readonly string[]): string => say('withheld', { files: firstNames(paths) }),

  tooLarge: (paths: readonly string[]): string => say('tooLarge', { files: firstNames(paths) }),

  askerWithoutStanding: (login: string): string => say('askerWithoutStanding', { login }),
};

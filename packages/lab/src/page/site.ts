import { randomBytes } from 'node:crypto';
import type { Account } from '../github/accounts.ts';
import type { Api } from '../github/api.ts';
import type { Hosted } from '../github/hosted.ts';
import { createNotes, type Notes } from './ask/notes.ts';

/** What the page shows and acts on. */
export interface Site {
  readonly hosted: Hosted;
  readonly rest: Api;
  tokenFor(login: string): string;
  /** Where its pages begin: `/octo-org/demo`. */
  readonly home: string;
  /** Stands in every form; a page from elsewhere cannot read it. */
  readonly formToken: string;
  readonly notes: Notes;
}

/** What GitHub gives to the page. */
export type Inside = Pick<Site, 'hosted' | 'rest' | 'tokenFor'>;

/** Somebody who looks at a page. */
export interface Visit {
  readonly site: Site;
  readonly viewer: Account;
  readonly url: URL;
}

/** The context of the page's routes. */
export interface PageEnv {
  readonly Variables: { readonly visit: Visit };
}

export function openSite(inside: Inside): Site {
  return {
    ...inside,
    home: `/${inside.hosted.fullName}`,
    formToken: randomBytes(24).toString('base64url'),
    notes: createNotes(),
  };
}

import { type BaseId, baseOf, type Request, type RequestId, shortDigest } from '../request/request.ts';
import { person } from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import type { Words } from './words.ts';

/** Names a text that somebody wrote: the second edition of the fourth thing asked is `ask-3.1`. */
export type Token = `ask-${number}.${number}`;

/** One text of something asked. An edit makes another one. */
export interface Edition {
  readonly token: Token;
  readonly words: Words;
  readonly text: string;
  readonly by: string;
  readonly at: string;
}

/** Something that somebody wrote in a thread, whether they may ask or not. */
export interface Asked {
  readonly thread: Thread;
  readonly id: BaseId;
  readonly author: string;
  readonly createdAt: string;
  readonly editions: [Edition, ...Edition[]];
  deleted: boolean;
}

/** Who may ask in the repository of a play. */
export const hasStanding = (login: string): boolean => login === 'alice' || login === 'bob';

/** Whether a text may reach Codex: nobody's standing makes somebody else's words a request. */
export const mayReachCodex = ({ author }: Asked, { by }: Edition): boolean => hasStanding(author) && hasStanding(by);

/** The text that it has now. */
export const current = ({ editions }: Asked): Edition => editions.at(-1) ?? editions[0];

/** Something asked, as its own event tells it. */
export function requestOf({ id, author, createdAt, editions: [{ text }] }: Asked): Request {
  return { id, author: person(author), createdAt, text };
}

/** The edition that a request's id and the digest of its text name, where they name one. */
export function editionNamed({ editions }: Asked, id: RequestId, textDigest: string | undefined): Edition | undefined {
  const named = textDigest ?? (id === baseOf(id) ? undefined : id.split('.')[1]);
  return editions.find(({ text }) => shortDigest(text) === named);
}

/** The texts that Codex was asked with, by its prompt. What others said stands before the request, an older text before the newer. */
export function tokensIn(prompt: string): readonly Token[] {
  const asked = prompt.split('The request:').at(-1) ?? '';
  const newest = new Map<string, Token>();
  for (const [token, ask = '0'] of asked.matchAll(/ask-(\d+)\.\d+|Sum all lines\./g)) {
    // The opening's own words carry no token.
    newest.set(ask, ask === '0' && !token.startsWith('ask') ? 'ask-0.0' : (token as Token));
  }
  return [...newest.values()];
}

import type { Token } from './asked.ts';

/** What a comment says: something to do, or a word that steers. */
export const words = [
  'plain',
  'model',
  'reset',
  'reset-and-ask',
  'retry',
  'undo',
  'plan',
  'go',
  'help',
  'stop',
] as const;
export type Words = (typeof words)[number];

/** Words that only the people who are there can mean: the router answers them at once. */
export const isAnsweredByRouter = (said: Words): boolean => said === 'help' || said === 'stop';

/** The text of a comment; every text that reaches Codex carries its token. */
export function write(said: Words, token: Token): string {
  switch (said) {
    case 'plain':
      return token;
    case 'model':
      return `/codex model ${modelOf(token)}`;
    case 'reset-and-ask':
      return `/codex reset\n\n${token}`;
    case 'plan':
    case 'go':
      return `/codex ${said} ${token}`;
    case 'reset':
    case 'retry':
    case 'undo':
    case 'help':
    case 'stop':
      return `/codex ${said}`;
  }
}

/** The model that a text sets. */
export const modelOf = (token: Token): string => token.replace('ask', 'model');

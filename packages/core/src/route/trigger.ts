import { parseCommand } from '../command/parse-command.ts';
import { ownWords } from './own-words.ts';

/** What counts as a request in a thread of the worker. A steering word asks whatever the trigger is. */
export type Trigger =
  /** Every comment of somebody who may ask. */
  | { readonly kind: 'all' }
  /** Only a text that names the mention, as `@codex`, outside quotes and code. */
  | { readonly kind: 'mention'; readonly mention: string }
  /** Only the label, each time it is put on. */
  | { readonly kind: 'label'; readonly label: string }
  /** Only the assignment to this login, each time. */
  | { readonly kind: 'assignee'; readonly login: string };

/** Whether a text asks the worker for something. What puts on a label or an assignee has no text: its event asks. */
export function asks(text: string, trigger: Trigger): boolean {
  switch (trigger.kind) {
    case 'all':
      return true;
    case 'mention':
      return steers(text) || names(ownWords(text), trigger.mention);
    case 'label':
    case 'assignee':
      return steers(text);
  }
}

const steers = (text: string): boolean => parseCommand(text) !== undefined;

/** Whether words name a mention as GitHub would: `@codex`, not `me@codex.example`, `@codex-fan` or `@codex/team`. */
function names(words: string, mention: string): boolean {
  const literal = mention.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w@/.-])${literal}(?![\w/-])`, 'i').test(words);
}

import { Misuse } from '../misuse.ts';
import type { Choices } from './choices.ts';

/** Fills in what follows from other choices. Throws a Misuse for what nobody can guess. */
export function completeChoices(choices: Choices): Choices {
  switch (choices.trigger) {
    case 'label':
      return { ...choices, label: choices.label ?? 'codex' };
    case 'assignee':
      if (choices.assignee !== undefined) return choices;
      throw new Misuse('--trigger assignee needs a login. Add --assignee LOGIN.');
    case 'all':
    case 'mention':
      return choices;
  }
}

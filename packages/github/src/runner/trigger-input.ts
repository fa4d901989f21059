import { Failure, type Trigger } from '@codex-worker/core';
import type { InputReader } from './inputs.ts';

/** The inputs that say what counts as a request, the same in every action that looks for requests. */
export function triggerInput(input: InputReader): Trigger {
  const kind = input.oneOf('trigger', ['all', 'mention', 'label', 'assignee']);
  switch (kind) {
    case 'all':
      return { kind };
    case 'mention':
      return { kind, mention: input.required('mention') };
    case 'label':
      return { kind, label: needed(input, kind, 'issue-label') };
    case 'assignee':
      return { kind, login: needed(input, kind, 'assignee').replace(/^@/, '') };
  }
}

function needed(input: InputReader, trigger: string, name: string): string {
  return input.parsed(name, (text) => {
    if (text !== '') return text;
    throw new Failure('input-invalid', {
      what: `The input "trigger" is "${trigger}", and the input "${name}" is not given.`,
      fix: `Set the input "${name}", or another "trigger".`,
    });
  });
}

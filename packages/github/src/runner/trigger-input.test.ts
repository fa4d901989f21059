import { expect, test } from 'vitest';
import { readInputs } from './inputs.ts';
import { triggerInput } from './trigger-input.ts';

const read = (inputs: Readonly<Record<string, string>>) =>
  readInputs(
    triggerInput,
    Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  );

test.each([
  { inputs: { trigger: 'all' }, gives: { kind: 'all' } },
  { inputs: { trigger: 'mention', mention: '@codex' }, gives: { kind: 'mention', mention: '@codex' } },
  { inputs: { trigger: 'label', 'issue-label': 'codex' }, gives: { kind: 'label', label: 'codex' } },
  { inputs: { trigger: 'assignee', assignee: '@codex-bot' }, gives: { kind: 'assignee', login: 'codex-bot' } },
])('$inputs.trigger is read with what it needs', ({ inputs, gives }) => {
  expect(read(inputs)).toEqual(gives);
});

test.each([
  { inputs: { trigger: 'comments' }, what: 'The input "trigger" is "comments".' },
  { inputs: { trigger: 'mention', mention: '' }, what: 'The input "mention" is not given.' },
  { inputs: { trigger: 'label' }, what: 'The input "trigger" is "label", and the input "issue-label" is not given.' },
  {
    inputs: { trigger: 'assignee' },
    what: 'The input "trigger" is "assignee", and the input "assignee" is not given.',
  },
])('$inputs is refused by name', ({ inputs, what }) => {
  expect(() => read(inputs)).toThrow(expect.objectContaining({ code: 'input-invalid', what }));
});

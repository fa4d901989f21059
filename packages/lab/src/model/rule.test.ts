import { expect, test } from 'vitest';
import { nextSteps, type Rule } from './rule.ts';

const rules: readonly Rule[] = [
  {
    when: /build/,
    steps: [
      { think: 'hm' },
      { run: 'make' },
      { say: 'One moment.', commentary: true },
      { patch: 'p' },
      { say: 'Built.' },
    ],
  },
  { when: (prompt) => prompt.length > 20, steps: (prompt) => [{ say: prompt.toUpperCase() }] },
];

const cases = [
  { when: 'nothing ran yet', prompt: 'build it', outputs: 0, next: [{ think: 'hm' }, { run: 'make' }] },
  {
    when: 'one tool call is answered',
    prompt: 'build it',
    outputs: 1,
    next: [{ say: 'One moment.', commentary: true }, { patch: 'p' }],
  },
  { when: 'all tool calls are answered', prompt: 'build it', outputs: 2, next: [{ say: 'Built.' }] },
  { when: 'the script is over', prompt: 'build it', outputs: 3, next: [{ say: 'There is nothing left to do.' }] },
  {
    when: 'the rule is a function',
    prompt: 'a rather long sentence',
    outputs: 0,
    next: [{ say: 'A RATHER LONG SENTENCE' }],
  },
] as const;

for (const { when, prompt, outputs, next } of cases) {
  test(`when ${when}, the next response is ${JSON.stringify(next)}`, () => {
    expect(nextSteps(rules, prompt, outputs)).toEqual(next);
  });
}

test('a prompt that no rule fits is an error that names it', () => {
  expect(nextSteps(rules, 'hello', 0)).toEqual([{ fail: { status: 500, message: 'No rule fits the prompt: hello' } }]);
});

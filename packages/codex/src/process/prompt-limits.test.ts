import { expect, test } from 'vitest';
import { refusalOf } from './prompt-limits.ts';

const most = 1_048_576;
const cases = [
  { what: 'no text', prompt: '', code: 'prompt-empty' },
  { what: 'white space', prompt: ' \r\n\t', code: 'prompt-empty' },
  { what: 'the most that Codex takes', prompt: 'x'.repeat(most), code: undefined },
  { what: 'the same number of emoji', prompt: '🦊'.repeat(most), code: undefined },
  { what: 'one character more', prompt: 'x'.repeat(most + 1), code: 'prompt-too-long' },
  { what: 'a dash', prompt: '-', code: undefined },
];
for (const { what, prompt, code } of cases) {
  test(`${what} is ${code ?? 'taken'}`, () => {
    expect(refusalOf(prompt)?.code).toBe(code);
  });
}

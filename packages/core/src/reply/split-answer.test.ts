import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fencedLines, openFence } from './fenced-lines.ts';
import { splitAnswer } from './split-answer.ts';

/** Comments of some 1,200 characters. */
const split = (text: string) => splitAnswer(text, 2000);
const paragraph = (name: string, length = 300) => `${name} ${'word '.repeat(length / 5).trim()}.`;

test('what fits is one', () => {
  expect(split('Done.\n\n- a\n- b')).toEqual(['Done.\n\n- a\n- b']);
  expect(split('')).toEqual(['']);
  expect(split('\n'.repeat(5000))).toEqual(['']);
});

test('is divided between paragraphs', () => {
  const paragraphs = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => paragraph(name));
  expect(split(paragraphs.join('\n\n'))).toEqual([
    paragraphs.slice(0, 3).join('\n\n'),
    paragraphs.slice(3).join('\n\n'),
  ]);
});

test('nothing is lost, and nothing said twice, wherever it is divided', () => {
  const text = Array.from({ length: 400 }, (_, at) => (at % 7 === 0 ? '' : `- item ${at}`)).join('\n');
  const lines = (all: string) => all.split('\n').filter((line) => line !== '');
  expect(split(text).flatMap(lines)).toEqual(lines(text));
});

describe('a block of code', () => {
  const code = (lines: number) => Array.from({ length: lines }, (_, at) => `line ${at};`).join('\n');

  test('that fits into a comment stays whole', () => {
    const block = `\`\`\`js\n${code(100)}\n\`\`\``;
    const parts = split(`${paragraph('A', 500)}\n\n${block}\n\n${paragraph('B', 500)}`);
    expect(parts).toContain(block);
  });

  test('longer than a comment is closed in one and opened again in the next', () => {
    const parts = split(`Look:\n\n\`\`\`js\n${code(400)}\n\`\`\`\n\nDone.`);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.slice(1).every((part) => part.startsWith('```js\n'))).toBe(true);
    expect(parts.every((part) => openFence(part) === undefined)).toBe(true);
    const shown = parts.flatMap((part) => fencedLines(part).filter(({ kind }) => kind === 'code'));
    expect(shown.map(({ text }) => text)).toEqual(code(400).split('\n'));
  });
});

test('a fold longer than a comment is a fold in each', () => {
  const fold = (text: string) => `<details><summary>Log</summary>\n\n${text}\n\n</details>`;
  const parts = split(fold(Array.from({ length: 300 }, (_, at) => `Line ${at}`).join('\n')));
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) expect(part).toMatch(/^<details><summary>Log<\/summary>\n\n(?:Line \d+\n)+\n<\/details>$/);
});

test('a list is divided between its items, a table between its rows where there is no better place', () => {
  const items = Array.from({ length: 60 }, (_, at) => `- item ${at}\n  that goes on`);
  for (const part of split(items.join('\n'))) expect(part).toMatch(/^- item [\s\S]*that goes on$/);
  const rows = Array.from({ length: 90 }, (_, at) => `| row ${at} | ${'x'.repeat(10)} |`);
  for (const part of split(rows.join('\n'))) expect(part).toMatch(/^\| row [\s\S]*\|$/);
});

test('a line longer than a comment is divided between words, and begins where there is room', () => {
  const line = 'word '.repeat(600).trim();
  const parts = split(`Look:\n\n${line}`);
  expect(parts).toHaveLength(3);
  expect(parts[0]).toMatch(/^Look:\n\nword(?: word){200,}$/);
  for (const part of parts.slice(1)) expect(part).toMatch(/^ ?(?:word ?)+$/);
  expect(parts.join('')).toBe(`Look:\n\n${line}`);
});

const anyLine = fc.oneof(
  fc.constantFrom(
    '',
    '```js',
    '```',
    '~~~',
    '- item',
    '  - deeper',
    '| a | b |',
    '# Head',
    '> quote',
    '1. one',
    '<details><summary>x</summary>',
    '</details>',
    '    code',
  ),
  fc.lorem({ maxCount: 30 }),
  fc.string({ maxLength: 3000 }).map((text) => text.replaceAll(/\s/g, ' ')),
);

test('whatever it is, each comment fits, and leaves no block open', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 120 }), (lines) => {
      const text = lines.join('\n');
      const parts = split(text);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(2000);
        expect(openFence(part)).toBeUndefined();
      }
    }),
    { numRuns: 300 },
  );
});

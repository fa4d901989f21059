import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readLines } from './lines.ts';

async function linesOf(...chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) lines.push(line);
  return lines;
}

test('lines are whole however the chunks fall', async () => {
  expect(await linesOf('a', 'b\nc', 'd\n\ne', 'f')).toEqual(['ab', 'cd', 'ef']);
});

test('a character that two chunks share stays whole', async () => {
  const bytes = Buffer.from('{"text":"🦊"}\n');
  expect(await linesOf(bytes.subarray(0, 11), bytes.subarray(11))).toEqual(['{"text":"🦊"}']);
});

test('a line separator of Unicode inside a string does not end a line', async () => {
  expect(await linesOf('{"text":"a\u2028b"}\n')).toEqual(['{"text":"a\u2028b"}']);
});

test('a line of 3 MB arrives whole', async () => {
  const third = 'x'.repeat(1024 * 1024);
  const [line] = await linesOf(third, third, third, '\n');
  expect(line).toHaveLength(3 * 1024 * 1024);
});

test('a line of 40 MB is left out, and the next one is read', async () => {
  const part = Buffer.alloc(8 * 1024 * 1024, 'x');
  expect(await linesOf(part, part, part, part, part, '\nnext\n')).toEqual(['next']);
});

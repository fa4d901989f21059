import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { agrees, personAt } from './ask.ts';

test('whoever ends the input ends the command, at once', async () => {
  const input = new PassThrough();
  using person = personAt(input, new PassThrough());
  const asked = person.answer('Which label? ');
  input.end();
  await expect(asked).rejects.toThrow('Nothing was written: the questions were left.');
});

test('whoever ends the input between two questions is told the same at the next', async () => {
  const input = new PassThrough();
  using person = personAt(input, new PassThrough());
  const asked = person.answer('Which label? ');
  input.write('codex\n');
  await asked;
  await once(input.end(), 'close');
  await expect(person.answer('Write this? ')).rejects.toThrow('Nothing was written: the questions were left.');
});

test.each([
  ['', true],
  ['Y', true],
  ['yes', true],
  ['n', false],
  ['maybe', false],
])('the answer "%s" to a question is taken as %s', async (answer, agreed) => {
  const input = new PassThrough();
  using person = personAt(input, new PassThrough());
  const answered = agrees(person, 'Write this?');
  input.write(`${answer}\n`);
  expect(await answered).toBe(agreed);
});

import { expect, test } from 'vitest';
import { responsesAddress } from './lab.ts';
import { Misuse } from './misuse.ts';
import { readOptions } from './options.ts';

test('without arguments the story is played, and the lab stays up', () => {
  expect(readOptions([])).toMatchObject({ demo: true, once: false, port: 0, repo: undefined, live: false });
});

test('secrets and variables repeat, and a value may hold an equals sign', () => {
  const options = readOptions(['--secret', 'A=1', '--secret', 'B=x=y', '--variable', 'C=']);
  expect([...options.secrets]).toEqual([
    ['A', '1'],
    ['B', 'x=y'],
  ]);
  expect([...options.variables]).toEqual([['C', '']]);
});

const mistakes = [
  { when: 'the port is no number', args: ['--port', 'many'], says: '--port is "many". Give a number from 0 to 65535.' },
  { when: 'the port is too large', args: ['--port', '65536'], says: '--port is "65536".' },
  { when: 'the folder does not exist', args: ['--repo', '/no/such/folder'], says: '--repo is "/no/such/folder"' },
  { when: 'the address is none', args: ['--model-url', 'localhost'], says: '--model-url is "localhost".' },
] as const;
for (const { when, args, says } of mistakes) {
  test(`a mistake is named when ${when}`, () => {
    expect(() => readOptions(args)).toThrow(Misuse);
    expect(() => readOptions(args)).toThrow(says);
  });
}

test('a secret without a name is refused, and its value is not repeated', () => {
  expect(() => readOptions(['--secret', '=hunter2'])).toThrow(Misuse);
  expect(() => readOptions(['--secret', '=hunter2'])).not.toThrow('hunter2');
});

test('an unknown option is refused by its name', () => {
  expect(() => readOptions(['--everything'])).toThrow("'--everything'");
});

for (const url of [
  'http://127.0.0.1:4010',
  'http://127.0.0.1:4010/',
  'http://127.0.0.1:4010/v1',
  'http://127.0.0.1:4010/v1/responses/',
]) {
  test(`${url} is a Responses API at /v1/responses`, () => {
    expect(responsesAddress(url)).toBe('http://127.0.0.1:4010/v1/responses');
  });
}

import { expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';
import { Misuse } from './misuse.ts';

test('a session is opened from a file, with a key from elsewhere', () => {
  expect(readCommandLine(['session', 'open', 'a'])).toEqual({
    kind: 'open-session',
    file: 'a',
    keyFile: undefined,
    json: false,
    out: undefined,
  });
  expect(readCommandLine(['session', '--json', 'open', 'a', '--out', 'b', '--key-file', '-'])).toEqual({
    kind: 'open-session',
    file: 'a',
    keyFile: '-',
    json: true,
    out: 'b',
  });
});

test('help goes before everything else', () => {
  expect(readCommandLine(['session', '--help'])).toEqual({ kind: 'help' });
});

test.each([
  { args: [], says: 'No command is given.' },
  { args: ['session', 'close', 'x'], says: '"session close" is no command.' },
  { args: ['open'], says: '"open" is no command.' },
  { args: ['session', 'open'], says: 'No file is given.' },
  { args: ['session', 'open', 'a', 'b'], says: '2 files are given.' },
  { args: ['session', 'open', 'a', '--fast'], says: "Unknown option '--fast'" },
  { args: ['session', 'open', 'a', '--out'], says: "'--out <value>' argument missing" },
])('$args is wrong: $says', ({ args, says }) => {
  expect(() => readCommandLine(args)).toThrow(says);
  expect(() => readCommandLine(args)).toThrow(Misuse);
});

test.each([['--key', 'sk-secret-0123'], ['--key=sk-secret-0123'], ['--session-key=sk-secret-0123']])(
  'a key as an argument is refused, and not repeated: %s',
  (...args) => {
    expect(() => readCommandLine(['session', 'open', 'a', ...args])).toThrow(
      expect.objectContaining({ message: 'A key is never an argument. Use --key-file, or the environment.' }),
    );
  },
);

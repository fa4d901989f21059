import { expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';
import { labUsage } from './lab/lab-command-line.ts';
import { Misuse } from './misuse.ts';

test('a session is opened from a file, with a key from elsewhere', () => {
  const usual = {
    ...{ keyFile: undefined, json: false, out: undefined, html: undefined },
    ...{ repository: undefined, remote: 'origin', apiUrl: undefined },
  };
  expect(readCommandLine(['session', 'open', 'a'])).toEqual({
    kind: 'open-session',
    ...usual,
    from: { kind: 'file', file: 'a' },
  });
  expect(readCommandLine(['session', '--json', 'open', 'a', '--out', 'b', '--key-file', '-'])).toEqual({
    kind: 'open-session',
    ...usual,
    from: { kind: 'file', file: 'a' },
    ...{ keyFile: '-', json: true, out: 'b' },
  });
  expect(readCommandLine(['session', 'open', 'a', '--html', 'a.html'])).toMatchObject({ html: 'a.html' });
});

test('help goes before everything else', () => {
  const help = (word: string) => ({ kind: 'help', text: expect.stringContaining(word) });
  expect(readCommandLine(['session', '--help'])).toEqual(help('codex-worker session open THREAD'));
  expect(readCommandLine(['init', '--trigger', 'label', '-h'])).toEqual(help('codex-worker init [options]'));
  expect(readCommandLine(['help', 'init'])).toEqual(help('codex-worker init [options]'));
  for (const args of [['--help'], ['-h'], ['help']]) expect(readCommandLine(args)).toEqual(help('COMMAND --help'));
});

test.each(['', 'init', 'doctor', 'threads', 'replay', 'session', 'lab'])('the help of "%s" fits a terminal', (name) => {
  const command = readCommandLine(name === '' ? ['--help'] : [name, '--help']);
  const text = command.kind === 'lab' ? labUsage : command.kind === 'help' ? command.text : '';
  expect(text).toContain('Exit codes');
  expect(text.split('\n').filter((line) => line.length > 81)).toEqual([]);
});

test('an unknown word gets the nearest one', () => {
  expect(() => readCommandLine(['inti'])).toThrow('"inti" is no command. Did you mean init?');
  expect(() => readCommandLine(['init', '--triger', 'label'])).toThrow(
    "Unknown option '--triger'. Did you mean --trigger?",
  );
  expect(() => readCommandLine(['init', '--trigger', 'lable'])).toThrow('--trigger is "lable". Did you mean label?');
  expect(() => readCommandLine(['init', '--queue', 'redis'])).toThrow('--queue is "redis". Give none, branch.');
});

test.each([
  { args: [], says: 'No command is given.' },
  { args: ['session', 'close', 'x'], says: '"session close" is no command.' },
  { args: ['open'], says: '"open" is no command.' },
  { args: ['session', 'open'], says: 'No thread and no file is given.' },
  { args: ['session', 'open', 'a', 'b'], says: '2 files are given.' },
  { args: ['session', 'open', 'a', '--fast'], says: "Unknown option '--fast'" },
  { args: ['init', '--ref', '--yes'], says: /argument is ambiguous\. .*'--ref=-XYZ'\.$/ },
  { args: ['init', 'now'], says: 'init takes no "now".' },
  { args: ['init', '--mention', '@bot'], says: '--mention does nothing alone. Add --trigger mention.' },
  { args: ['init', '--assignee', 'octo-codex'], says: '--assignee does nothing alone.' },
  { args: ['init', '--trigger', 'assignee', '--assignee', 'not a login'], says: 'which is no login' },
  { args: ['init', '--ref', 'main'], says: '--ref is "main". Give a release such as v1' },
  { args: ['init', '--ref', 'abcdef0'], says: 'A short SHA is not enough' },
  { args: ['init', '--model', ' '], says: '--model is "". Give a line of text.' },
  { args: ['init', '--label', 'a${{ secrets.A }}'], says: '--label holds an expression.' },
  { args: ['init', '--api-url', 'github.com'], says: '--api-url is "github.com". Give an address' },
  { args: ['doctor', 'demo'], says: '"demo" is no repository. Write it as OWNER/NAME' },
  { args: ['doctor', 'a/b', 'c/d'], says: '2 repositories are given.' },
  { args: ['doctor', '--jsno'], says: "Unknown option '--jsno'. Did you mean --json?" },
  { args: ['threads', '--days', '0'], says: '--days is "0". Give a number from 1 to 90.' },
  { args: ['threads', '--days', '1e1'], says: '--days is "1e1".' },
  { args: ['threads', '--bot-login', 'a b'], says: '--bot-login is "a b", which is no login.' },
  { args: ['threads', '../x'], says: '"../x" is no repository.' },
  { args: ['threads', 'octo-org/..'], says: '"octo-org/.." is no repository.' },
  { args: ['replay'], says: 'No event is given.' },
  { args: ['replay', 'a', 'b'], says: '2 events are given.' },
  { args: ['replay', 'a', '--input', 'trigger'], says: '--input is "trigger". Write it as NAME=VALUE.' },
  { args: ['replay', 'a', '--permission', 'wrte'], says: '--permission is "wrte". Did you mean write?' },
  {
    args: ['replay', 'a', '--permission', 'alice=all'],
    says: '--permission alice is "all". Give none, read, write, admin.',
  },
  { args: ['replay', 'a', '--permission', 'read', '--permission', 'write'], says: 'says read and write of everybody' },
  { args: ['replay', 'a', '--thread', 'maybe'], says: '--thread is "maybe". Give yes, no.' },
  { args: ['replay', 'a', '--head', 'a b'], says: '--head is "a b". Write BRANCH, or OWNER:BRANCH' },
  { args: ['replay', 'a', '--wrokflow', 'b'], says: 'Did you mean --workflow?' },
  { args: ['session', 'open', 'issue-1', '--repository', 'demo'], says: '"demo" is no repository.' },
  { args: ['thread'], says: '"thread" is no command. Did you mean threads?' },
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

import { expect, test } from 'vitest';
import { asks } from '../route/trigger.ts';
import type { Command } from './command.ts';
import { nearestWord } from './nearest-word.ts';
import { parseCommand } from './parse-command.ts';

const cases: readonly { readonly what: string; readonly text: string; readonly then: Command | undefined }[] = [
  { what: 'a word', text: '/codex stop', then: { kind: 'stop' } },
  { what: 'a word as a phone writes it', text: '/Codex Status.', then: { kind: 'status' } },
  { what: 'a word after empty lines', text: '\n\n  /codex help', then: { kind: 'help' } },
  { what: 'a word in bold', text: '**/codex retry**', then: { kind: 'retry' } },
  { what: 'a word in a list', text: '- /codex undo', then: { kind: 'undo' } },
  { what: 'a word below a quote', text: '> /codex stop\n\n/codex pr', then: { kind: 'pr' } },
  { what: 'a word below code', text: '```\n/codex stop\n```\n/codex pr', then: { kind: 'pr' } },
  { what: 'a word below a comment of HTML', text: '<!-- /codex stop -->\n\n/codex pr', then: { kind: 'pr' } },
  { what: 'a word below a quote that goes on', text: '> Try\n/codex stop\n\n/codex pr', then: { kind: 'pr' } },
  { what: 'a word below indented code', text: '    /codex stop\n\n/codex pr', then: { kind: 'pr' } },
  { what: 'a word below code in code', text: '```\n```js\n/codex stop\n```\n/codex pr', then: { kind: 'pr' } },
  {
    what: 'a word below a quote in HTML',
    text: '<blockquote>\n\n/codex stop\n\n</blockquote>\n\n/codex plan add',
    then: { kind: 'plan', prompt: 'add' },
  },
  {
    what: 'a word below a quote and a comment of HTML',
    text: '> Try\n\n<!-- /codex stop -->\n\n/codex pr',
    then: { kind: 'pr' },
  },
  {
    what: 'a new session, and nothing of the mail below',
    text: '/codex reset\n\nOn Sun, Nov 22, 2026 at 10:00 AM Alice <alice@example.com> wrote:\n> Add up',
    then: { kind: 'reset', prompt: '' },
  },
  { what: 'a word with a quoted mail below', text: '/codex stop\r\n\r\n> all of it', then: { kind: 'stop' } },
  { what: 'a word with more text below', text: '/codex stop\nAnd add up', then: { kind: 'stop', unread: true } },
  {
    what: 'a plan of what stands beside it',
    text: '/codex plan add `sum()`',
    then: { kind: 'plan', prompt: 'add `sum()`' },
  },
  {
    what: 'a plan of what stands beside and below',
    text: '/codex plan add\n\n```js\nsum()\n```',
    then: { kind: 'plan', prompt: 'add\n\n```js\nsum()\n```' },
  },
  { what: 'a plan of nothing in particular', text: '/codex plan', then: { kind: 'plan', prompt: '' } },
  { what: 'go', text: '/codex go, but without tests', then: { kind: 'go', prompt: 'but without tests' } },
  {
    what: 'a new session with its first request',
    text: '/codex reset\nAdd up',
    then: { kind: 'reset', prompt: 'Add up' },
  },
  { what: 'a model', text: '/codex model gpt-5.5', then: { kind: 'model', name: 'gpt-5.5' } },
  { what: 'a model in code letters', text: '/codex model `gpt-5.5`', then: { kind: 'model', name: 'gpt-5.5' } },
  { what: "the workflow's model", text: '/codex model default', then: { kind: 'model', name: undefined } },
  { what: 'no model', text: '/codex model', then: { kind: 'invalid', setting: 'model', value: '' } },
  { what: 'a model with a space', text: '/codex model a b', then: { kind: 'invalid', setting: 'model', value: 'a b' } },
  {
    what: 'an option as model',
    text: '/codex model --yolo',
    then: { kind: 'invalid', setting: 'model', value: '--yolo' },
  },
  { what: 'an effort', text: '/codex effort High', then: { kind: 'effort', level: 'high' } },
  { what: "the workflow's effort", text: '/codex effort default', then: { kind: 'effort', level: undefined } },
  {
    what: 'an effort that is none',
    text: '/codex effort huge',
    then: { kind: 'invalid', setting: 'effort', value: 'huge' },
  },
  { what: 'a mistyped word', text: '/codex sotp', then: { kind: 'unknown', word: 'sotp' } },
  { what: 'no word at all', text: '/codex', then: { kind: 'unknown', word: '' } },
  { what: 'a sentence', text: '/codex please add up', then: { kind: 'unknown', word: 'please' } },
  { what: 'nothing in a quote', text: '> /codex stop\n\nI agree', then: undefined },
  { what: 'nothing in code', text: '`/codex stop`', then: undefined },
  { what: 'nothing in indented code', text: '    /codex stop', then: undefined },
  { what: 'nothing below the first line', text: 'Try this:\n\n/codex stop', then: undefined },
  { what: 'nothing in a path', text: '/codex/src is new', then: undefined },
  { what: 'nothing in an ordinary text', text: 'Add up', then: undefined },
];

test.each(cases)('a comment may steer with $what', ({ text, then }) => {
  expect(parseCommand(text)).toEqual(then);
});

test.each(cases)('whoever steers asks, whatever the trigger: $what', ({ text, then }) => {
  expect(asks(text, { kind: 'label', label: 'codex' })).toBe(then !== undefined);
});

test.each([
  ['sotp', 'stop'],
  ['stat', 'status'],
  ['retyr', 'retry'],
  ['Hepl', 'help'],
  ['g', 'go'],
  ['please', undefined],
  ['fix', undefined],
  ['', undefined],
])('%j was most likely meant to be %s', (typed, word) => {
  expect(nearestWord(typed)).toBe(word);
});

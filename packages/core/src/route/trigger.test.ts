import { expect, test } from 'vitest';
import { asks, type Trigger } from './trigger.ts';

const all: Trigger = { kind: 'all' };
const mention: Trigger = { kind: 'mention', mention: '@codex' };
const label: Trigger = { kind: 'label', label: 'codex' };
const assignee: Trigger = { kind: 'assignee', login: 'codex-bot' };

test.each([
  { when: 'any text', text: 'Thanks!', trigger: all, asks: true },
  { when: 'a mention', text: 'Please, @codex, add up.', trigger: mention, asks: true },
  { when: 'a mention in capitals', text: '@CODEX go', trigger: mention, asks: true },
  { when: 'a mention at the end of a sentence', text: 'Over to you, @codex.', trigger: mention, asks: true },
  { when: 'a mention after a quote', text: '> @codex go\n\n@codex stop that', trigger: mention, asks: true },
  { when: 'no mention', text: 'Please add up.', trigger: mention, asks: false },
  { when: 'a mention in a quote', text: '> @codex go\n\nI agree', trigger: mention, asks: false },
  { when: 'a mention in code', text: 'write `@codex go`', trigger: mention, asks: false },
  { when: 'a longer login', text: '@codex-fan go', trigger: mention, asks: false },
  { when: 'a team', text: '@codex/team go', trigger: mention, asks: false },
  { when: 'a mail address', text: 'to me@codex.example', trigger: mention, asks: false },
  {
    when: 'a mention of another form',
    text: 'hey ai: go',
    trigger: { kind: 'mention', mention: 'hey ai' },
    asks: true,
  },
  {
    when: 'a mention with a dot that stands for itself',
    text: '@aXi',
    trigger: { kind: 'mention', mention: '@a.i' },
    asks: false,
  },
  { when: 'a text where a label asks', text: '@codex go', trigger: label, asks: false },
  { when: 'a text where an assignee asks', text: '@codex go', trigger: assignee, asks: false },
  { when: 'a steering word where a mention asks', text: '/codex stop', trigger: mention, asks: true },
  { when: 'a steering word where a label asks', text: '\n  /codex status', trigger: label, asks: true },
  { when: 'a mistyped steering word', text: '/codex sotp', trigger: assignee, asks: true },
  { when: 'a quoted steering word', text: '> /codex stop', trigger: mention, asks: false },
  { when: 'a steering word in code', text: '`/codex stop`', trigger: mention, asks: false },
  { when: 'a path that begins like a steering word', text: '/codex/src is new', trigger: mention, asks: false },
] satisfies readonly { when: string; text: string; trigger: Trigger; asks: boolean }[])(
  'with $trigger.kind, $when → $asks',
  ({ text, trigger, asks: expected }) => {
    expect(asks(text, trigger)).toBe(expected);
  },
);

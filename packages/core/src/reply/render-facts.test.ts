import { lexer } from 'marked';
import { describe, expect, test } from 'vitest';
import { aRun } from '../testing/index.ts';
import { type ReplyFacts, renderFacts } from './render-facts.ts';

const links = [{ text: 'run', url: aRun.url }];
const none: ReplyFacts = { files: [], pushed: true, links };
const turn = { seconds: 42, tokens: 12_345 };
const usage = { input: 12_000, cachedInput: 10_000, output: 345, reasoning: 100 };
const head = (facts: Partial<ReplyFacts>): string | undefined =>
  /<summary>(.*)<\/summary>/.exec(renderFacts({ ...none, ...facts }))?.[1];
const file = { path: 'a', kind: 'changed', lines: { added: 3, removed: 1 } } as const;

test('where there are no facts, only the links stand there, small', () => {
  expect(renderFacts(none)).toBe(`<sub>[run](${aRun.url})</sub>`);
});

describe('what is seen while it is folded', () => {
  test.each<{ what: string; facts: Partial<ReplyFacts>; says: string }>([
    { what: 'a turn alone', facts: { turn }, says: '12,345 tokens · 42 s' },
    { what: 'a turn of which no tokens are known', facts: { turn: { seconds: 61, tokens: 0 } }, says: '1 min 1 s' },
    { what: 'a long turn', facts: { turn: { seconds: 3725, tokens: 0 } }, says: '1 h 2 min' },
    { what: 'a file', facts: { files: [file] }, says: 'one file +3 −1' },
    {
      what: 'files, one of them binary',
      facts: { files: [file, { path: 'b', kind: 'added' }] },
      says: '2 files +3 −1',
    },
    {
      what: 'a command that failed, and the cost',
      facts: { turn: { ...turn, cost: { dollars: 0.0426 }, failedCommands: { count: 1, last: [] } } },
      says: 'one command failed · 12,345 tokens · about $0.043 · 42 s',
    },
    {
      what: 'the tokens and the cost of a turn and its review together',
      facts: { turn: { ...turn, cost: { dollars: 1 } }, review: { usage, cost: { dollars: 0.5 } } },
      says: '24,690 tokens · about $1.50 · 42 s',
    },
    {
      what: 'no sum where a part of it is not known',
      facts: { turn: { ...turn, cost: { dollars: 1 } }, review: { usage } },
      says: '24,690 tokens · 42 s',
    },
  ])('$what', ({ facts, says }) => {
    expect(head(facts)).toBe(says);
  });
});

test('of many files, some are named', () => {
  const files = Array.from({ length: 25 }, (_, index) => ({ ...file, path: `f${index}` }));
  const text = renderFacts({ ...none, files });
  expect(text).toContain('- `f19` +3 −1\n- and 5 more\n');
  expect(text).not.toContain('f20');
});

test('an unknown price is said, and no sum made up', () => {
  const text = renderFacts({ ...none, turn: { ...turn, usage, model: 'my-deployment' } });
  expect(text).toContain('- Cost: no price of `my-deployment` is known (input `prices`)');
  expect(text).not.toContain('$');
});

test('tokens, model and time are no part of the list of files', () => {
  const text = renderFacts({ ...none, files: [file], turn });
  const lists = lexer(text).flatMap((token) => (token.type === 'list' ? [token.raw.trim()] : []));
  expect(lists).toEqual(['- `a` +3 −1', expect.stringMatching(/^- Time: 42 s\n- /)]);
});

test('what is not pushed is not said to be changed', () => {
  expect(renderFacts({ ...none, files: [file], pushed: false })).toContain(
    '**What it would have changed**\n\n- `a` +3 −1',
  );
});

describe('where there is little room', () => {
  const output = 'x'.repeat(150);
  const facts = {
    ...none,
    files: [file],
    turn: { ...turn, failedCommands: { count: 1, last: [{ command: 'a', exitCode: 1, output }] } },
  };
  const whole = renderFacts(facts);

  test('the files and the commands give way', () => {
    expect(renderFacts(facts, whole.length)).toBe(whole);
    const short = renderFacts(facts, whole.length - 1);
    expect(short).not.toContain(output);
    expect(short).toContain('- Time: 42 s');
    expect(short.startsWith('<details><summary>one file +3 −1 · one command failed')).toBe(true);
  });
});

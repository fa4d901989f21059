import { expect, test } from 'vitest';
import { evaluate, evaluateText } from './expressions.ts';

const contexts = {
  github: { event: { issue: { number: 7, labels: [{ name: 'bug' }, { name: 'codex' }] } }, actor: 'Alice' },
};

const cases = [
  { expression: 'github.event.issue.number', value: 7 },
  { expression: 'github.event.comment.body', value: null },
  { expression: "github.actor == 'alice'", value: true },
  { expression: "contains(github.event.issue.labels.*.name, 'codex')", value: true },
  { expression: "format('{0}-{1}', github.event.issue.number, github.actor)", value: '7-Alice' },
  { expression: 'fromJSON(\'{"a":[1]}\').a[0]', value: 1 },
  { expression: "github.event.pull_request && 'pr' || 'issue'", value: 'issue' },
  { expression: "'it''s ''quoted'' twice'", value: "it's 'quoted' twice" },
  { expression: "''''''", value: "''" },
  { expression: 'env.NOTHING', value: null },
];

for (const { expression, value } of cases) {
  test(`${expression} is ${JSON.stringify(value)}`, () => {
    expect(evaluate(expression, { contexts })).toEqual(value);
  });
}

test('an unknown context is an error, not an empty value', () => {
  expect(() => evaluate('gihub.actor', { contexts })).toThrow("'gihub'");
});

test('a number that stands for a text has no decimals that nobody wrote', () => {
  const tree = { kind: 'expression', expression: 'github.event.issue.number', at: { line: 0, column: 0 } } as const;
  expect(evaluateText(tree, { contexts })).toBe('7');
});

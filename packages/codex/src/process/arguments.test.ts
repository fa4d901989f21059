import { expect, test } from 'vitest';
import { turnArguments } from './arguments.ts';

const order = { prompt: 'x', sessionId: undefined, sandbox: 'read-only', model: undefined, effort: undefined } as const;

test('the sandbox stands before `resume`, which would not take it', () => {
  const args = turnArguments({ ...order, sessionId: '01a204d7-2660-7f73-a206-229fdbd2a2c8' }, []);
  expect(args.indexOf('-s')).toBeLessThan(args.indexOf('resume'));
  expect(args.slice(-3)).toEqual(['resume', '01a204d7-2660-7f73-a206-229fdbd2a2c8', '-']);
});

test('what is not asked for is left to Codex', () => {
  expect(turnArguments(order, [])).not.toContain('-m');
  expect(turnArguments(order, [])).not.toContain('-c');
});

test('an effort is quoted, so that it cannot become another setting', () => {
  expect(turnArguments({ ...order, effort: 'high"\nx="' }, [])).toContain('model_reasoning_effort="high\\"\\nx=\\""');
});

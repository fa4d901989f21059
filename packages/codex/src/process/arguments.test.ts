import { expect, test } from 'vitest';
import { turnArguments } from './arguments.ts';

const none = { config: [] };
const order = { prompt: 'x', sessionId: undefined, sandbox: 'read-only', model: undefined, effort: undefined } as const;

test('the sandbox stands before `resume`, which would not take it', () => {
  const args = turnArguments({ ...order, sessionId: '01a204d7-2660-7f73-a206-229fdbd2a2c8' }, none);
  expect(args.indexOf('-s')).toBeLessThan(args.indexOf('resume'));
  expect(args.slice(-3)).toEqual(['resume', '01a204d7-2660-7f73-a206-229fdbd2a2c8', '-']);
});

test('what is not asked for is left to Codex', () => {
  expect(turnArguments(order, none)).not.toContain('-m');
  expect(turnArguments(order, none)).not.toContain('-c');
});

test('an effort is quoted, so that it cannot become another setting', () => {
  expect(turnArguments({ ...order, effort: 'high"\nx="' }, none)).toContain('model_reasoning_effort="high\\"\\nx=\\""');
});

test('settings and the schema of a run stand before the prompt', () => {
  const args = turnArguments(order, { config: ['model_verbosity="high"'], outputSchema: '/w/schema.json' });
  expect(args.join(' ')).toContain('-c model_verbosity="high" --output-schema /w/schema.json');
  expect(args.at(-1)).toBe('-');
});

test('pictures stand behind the prompt, which would else be one of them, also in a session that goes on', () => {
  const pictures = ['/home/pictures/1.png', '/home/pictures/2.gif'];
  const behind = ['-', '-i', '/home/pictures/1.png', '-i', '/home/pictures/2.gif'];
  expect(turnArguments({ ...order, pictures }, none).slice(-5)).toEqual(behind);
  const sessionId = '01a204d7-2660-7f73-a206-229fdbd2a2c8';
  expect(turnArguments({ ...order, pictures, sessionId }, none).slice(-6)).toEqual([sessionId, ...behind]);
});

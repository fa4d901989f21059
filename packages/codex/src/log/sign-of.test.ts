import { expect, test } from 'vitest';
import { signOf } from './sign-of.ts';

test('a command is told as a person would have typed it, without the folder of the checkout', () => {
  const command = "/bin/bash -lc 'cat /w/demo/src/sum.js'";
  expect(signOf({ kind: 'command-started', command }, '/w/demo')).toEqual({
    kind: 'command-started',
    command: 'cat src/sum.js',
  });
  expect(signOf({ kind: 'command-ended', command, output: 'secret', exitCode: 1 }, '/w/demo')).toEqual({
    kind: 'command-ended',
    command: 'cat src/sum.js',
    exitCode: 1,
  });
});

test('files are told by their names in the checkout, and only where they changed', () => {
  const changes = [{ path: '/w/demo/src/sum.js', kind: 'update' }];
  expect(signOf({ kind: 'files-changed', changes, applied: true }, '/w/demo')).toEqual({
    kind: 'files-changed',
    paths: ['src/sum.js'],
  });
  expect(signOf({ kind: 'files-changed', changes, applied: false }, '/w/demo')).toBeUndefined();
});

test('nothing is told of how the turn goes as such', () => {
  expect(signOf({ kind: 'turn-failed', text: 'no' }, '/w')).toBeUndefined();
  expect(signOf({ kind: 'warning', text: 'Reconnecting' }, '/w')).toBeUndefined();
});

import { expect, test } from 'vitest';
import type { CodexEvent } from '../process/event.ts';
import { renderEvent } from './render-event.ts';

const rendered = (event: CodexEvent) => renderEvent(event, (text) => text);

test('a command is shown as a person would have typed it', () => {
  expect(rendered({ kind: 'command-started', command: "/bin/bash -lc 'npm test'" })).toEqual(['$ npm test']);
});

test('a command of several lines is one line', () => {
  expect(rendered({ kind: 'command-started', command: 'cat <<E\r\nx\nE' })).toEqual(['$ cat <<E ⏎ x ⏎ E']);
});

test('the end of an output and the exit code are shown', () => {
  const output = Array.from({ length: 25 }, (_, line) => `line ${line + 1}`).join('\n');
  const lines = rendered({ kind: 'command-ended', command: 'x', output, exitCode: 3 });
  expect(lines[0]).toBe('  … 5 lines more above');
  expect(lines[1]).toBe('  line 6');
  expect(lines.slice(-2)).toEqual(['  line 25', '  → exit code 3']);
});

test('a silent command has only its exit code', () => {
  expect(rendered({ kind: 'command-ended', command: 'true', output: '', exitCode: 0 })).toEqual(['  → exit code 0']);
});

test('each changed file has a line', () => {
  const changes = [
    { path: '/w/a', kind: 'add' },
    { path: '/w/b', kind: 'delete' },
  ];
  expect(rendered({ kind: 'files-changed', changes, applied: true })).toEqual(['add /w/a', 'delete /w/b']);
  expect(rendered({ kind: 'files-changed', changes, applied: false })).toEqual([
    'could not add /w/a',
    'could not delete /w/b',
  ]);
});

test('each step of a plan has a line', () => {
  const steps = [
    { text: 'Look', done: true },
    { text: 'Mend', done: false },
  ];
  expect(rendered({ kind: 'planned', steps })).toEqual(['[x] Look', '[ ] Mend']);
});

test('no event is rendered with a line break inside a line', () => {
  const text = '::error::a\r::error::b\n::error::c';
  const all = [
    rendered({ kind: 'message', text }),
    rendered({ kind: 'thought', text }),
    rendered({ kind: 'warning', text }),
    rendered({ kind: 'turn-failed', text }),
    rendered({ kind: 'searched', query: text }),
    rendered({ kind: 'planned', steps: [{ text, done: false }] }),
    rendered({ kind: 'command-ended', command: text, output: text, exitCode: 1 }),
    rendered({ kind: 'files-changed', changes: [{ path: text, kind: 'add' }], applied: true }),
  ];
  expect(all.flat().filter((line) => /[\r\n]/.test(line))).toEqual([]);
});

test('a secret is taken out before a line is cut, and before a text is broken into lines', () => {
  const secret = 'sk-right-0123456789\nand more';
  const clean = (text: string) => text.replaceAll(secret, '[redacted]');
  const output = `${'x'.repeat(490)} ${secret}`;
  const log = [
    ...renderEvent({ kind: 'command-started', command: output }, clean),
    ...renderEvent({ kind: 'command-ended', command: 'x', output, exitCode: 0 }, clean),
    ...renderEvent({ kind: 'message', text: output }, clean),
  ];
  expect(log.join('\n')).not.toContain('sk-');
});

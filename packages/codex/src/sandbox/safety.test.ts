import { expect, test } from 'vitest';
import { assertSafe } from './safety.ts';

const off = { kind: 'off' } as const;
const allowList = { kind: 'allow-list', hosts: ['example.org'] } as const;

test('a sandbox is always safe', () => {
  for (const safety of ['sandbox', 'unprivileged-user', 'none'] as const) {
    expect(() => assertSafe('workspace-write', { safety, network: allowList })).not.toThrow();
    expect(() => assertSafe('read-only', { safety, network: off })).not.toThrow();
  }
});

test('no sandbox takes a word more', () => {
  expect(() => assertSafe('danger-full-access', { safety: 'sandbox', network: off })).toThrow('which is none');
  expect(() => assertSafe('danger-full-access', { safety: 'unprivileged-user', network: off })).not.toThrow();
  expect(() => assertSafe('danger-full-access', { safety: 'none', network: off })).not.toThrow();
});

test('an allow-list takes a sandbox', () => {
  expect(() => assertSafe('danger-full-access', { safety: 'none', network: allowList })).toThrow(
    'only a sandbox enforces',
  );
});

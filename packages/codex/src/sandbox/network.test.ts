import { expect, test } from 'vitest';
import { networkSettings, parseNetwork } from './network.ts';

test('off and open take no hosts', () => {
  expect(parseNetwork('false', [])).toEqual({ kind: 'off' });
  expect(parseNetwork('true', [])).toEqual({ kind: 'open' });
  for (const word of ['false', 'true'] as const) {
    expect(() => parseNetwork(word, ['example.org'])).toThrow('which heeds none');
  }
});

test('an allow-list has hosts, and those below one', () => {
  const hosts = ['packages.example.org', '*.example.org', '10.0.0.7', 'localhost'];
  expect(parseNetwork('allow-list', hosts)).toEqual({ kind: 'allow-list', hosts });
  expect(() => parseNetwork('allow-list', [])).toThrow('names no host');
});

const wrong = [
  'https://example.org',
  'example.org:443',
  'example.org/path',
  '*',
  '*.org',
  'a.*.org',
  'a"="b',
  '-a.org',
];
for (const host of wrong) {
  test(`"${host}" is no host`, () => {
    expect(() => parseNetwork('allow-list', ['example.org', host])).toThrow(`the line "${host}"`);
  });
}

test('without an allow-list Codex needs no proxy', () => {
  expect(networkSettings({ kind: 'off' })).toEqual(['[sandbox_workspace_write]', 'network_access = false', '']);
  expect(networkSettings({ kind: 'open' })).toEqual(['[sandbox_workspace_write]', 'network_access = true', '']);
});

import { expect, test } from 'vitest';
import { namedApi } from './named-api.ts';
import { findToken } from './token.ts';

test.each([
  { env: { GH_TOKEN: 'first', GITHUB_TOKEN: 'second' }, then: 'first' },
  { env: { GH_TOKEN: '', GITHUB_TOKEN: 'second' }, then: 'second' },
  { env: { GH_TOKEN: '', GITHUB_TOKEN: '' }, then: undefined },
])('the token of $env', async ({ env, then }) => {
  expect(await findToken('https://github.com', false, { PATH: '', ...env })).toBe(then);
});

test('an API that nobody names is none, and one that is no address is told', () => {
  expect(namedApi(undefined, {})).toBeUndefined();
  expect(namedApi(undefined, { GITHUB_API_URL: '' })).toBeUndefined();
  expect(namedApi(undefined, { GITHUB_API_URL: 'https://git.example.org/api/v3/' })).toBe(
    'https://git.example.org/api/v3',
  );
  expect(namedApi('https://api.github.com', { GITHUB_API_URL: 'x' })).toBe('https://api.github.com');
  expect(() => namedApi(undefined, { GITHUB_API_URL: 'git.example.org' })).toThrow(
    'GITHUB_API_URL is "git.example.org". Give an address such as https://api.github.com.',
  );
});

import { expect, test } from 'vitest';
import { findPlace } from './find-place.ts';

test.each([
  { of: 'nothing', env: {}, apiUrl: undefined, then: 'https://github.com' },
  {
    of: 'GITHUB_SERVER_URL',
    env: { GITHUB_SERVER_URL: 'https://git.example.org/', GITHUB_API_URL: 'https://git.example.org/api/v3' },
    apiUrl: undefined,
    then: 'https://git.example.org',
  },
  {
    of: 'GITHUB_API_URL',
    env: { GITHUB_API_URL: 'https://git.example.org/api/v3' },
    apiUrl: undefined,
    then: 'https://git.example.org',
  },
  {
    of: '--api-url, before the environment',
    env: { GITHUB_SERVER_URL: 'https://github.com', GITHUB_API_URL: 'https://api.github.com' },
    apiUrl: 'https://git.example.org/api/v3',
    then: 'https://git.example.org',
  },
])('the GitHub of a repository that is named is that of $of', async ({ env, apiUrl, then }) => {
  const place = await findPlace({ repository: 'octo-org/demo', remote: 'origin', apiUrl }, '/', env);
  expect(place).toEqual({ remote: { server: then, owner: 'octo-org', name: 'demo' }, root: undefined });
});

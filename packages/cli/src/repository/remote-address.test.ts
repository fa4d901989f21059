import { expect, test } from 'vitest';
import { apiOf, pageOf, parseRemote, serverOfApi } from './remote-address.ts';

const github = { server: 'https://github.com', owner: 'octo-org', name: 'demo' };

test.each([
  ['https://github.com/octo-org/demo.git', github],
  ['https://github.com/octo-org/demo', github],
  ['https://alice:secret@github.com/octo-org/demo/', github],
  ['git@github.com:octo-org/demo.git', github],
  ['git@GitHub.com:octo-org/demo.git', github],
  ['ssh://git@github.com:22/octo-org/demo.git', github],
  ['ssh://git@ssh.github.com:443/octo-org/demo.git', github],
  [
    'git@git.example.org:octo-org/demo.js.git',
    { server: 'https://git.example.org', owner: 'octo-org', name: 'demo.js' },
  ],
  ['http://github.localhost:4010/octo-org/demo.git', { ...github, server: 'http://github.localhost:4010' }],
] as const)('%s is a repository', (address, repository) => {
  expect(parseRemote(address)).toEqual(repository);
});

test.each([
  '/srv/git/demo.git',
  '../demo',
  'file:///srv/demo.git',
  'https://github.com/demo',
  'https://a/b/c/d',
  '',
  'C:\\demo',
])('%s is none', (address) => {
  expect(parseRemote(address)).toBeUndefined();
});

test('the API and the pages follow from the address', () => {
  expect(apiOf('https://github.com')).toBe('https://api.github.com');
  expect(apiOf('https://octo.ghe.com')).toBe('https://api.octo.ghe.com');
  expect(apiOf('https://git.example.org')).toBe('https://git.example.org/api/v3');
  expect(pageOf(github, '/settings/actions')).toBe('https://github.com/octo-org/demo/settings/actions');
});

test.each(['https://github.com', 'https://octo.ghe.com', 'https://git.example.org'])(
  '%s follows from its API',
  (server) => {
    expect(serverOfApi(apiOf(server))).toBe(server);
  },
);

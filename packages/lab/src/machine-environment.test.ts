import { expect, test } from 'vitest';
import { machineEnvironment } from './machine-environment.ts';

test('a job gets what a machine has, and neither keys nor tokens of the shell', () => {
  const shell = { PATH: '/bin', LC_ALL: 'C', OPENAI_API_KEY: 'sk-mine', GITHUB_TOKEN: 'ghp_mine', npm_config_x: '1' };
  expect(machineEnvironment(shell)).toEqual({ PATH: '/bin', LC_ALL: 'C' });
});

test('behind a proxy, the lab itself is reached directly', () => {
  const hosts = '127.0.0.1,localhost,.localhost';
  expect(machineEnvironment({ https_proxy: 'http://proxy:3128' })).toMatchObject({ NO_PROXY: hosts, no_proxy: hosts });
  expect(machineEnvironment({ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'intranet' })).toMatchObject({
    NO_PROXY: `intranet,${hosts}`,
  });
});

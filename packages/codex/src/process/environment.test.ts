import { expect, test } from 'vitest';
import { codexEnvironment, proxyEnvironment } from './environment.ts';

const full = {
  PATH: '/bin',
  HOME: '/home/alice',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  HTTPS_PROXY: 'http://proxy.example:3128',
  OPENAI_API_KEY: 'sk-secret',
  CODEX_API_KEY: 'sk-secret',
  GITHUB_TOKEN: 'ghs_secret',
  ACTIONS_RUNTIME_TOKEN: 'secret',
  'INPUT_OPENAI-API-KEY': 'sk-secret',
  NODE_OPTIONS: '--require evil.js',
  LD_PRELOAD: '/tmp/evil.so',
  BASH_ENV: '/tmp/evil.sh',
  CODEX_HOME: '/elsewhere',
};

test('Codex gets what a command line needs, and its own home', () => {
  expect(codexEnvironment(full, '/codex')).toEqual({
    PATH: '/bin',
    HOME: '/home/alice',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    CODEX_HOME: '/codex',
  });
});

test('the proxy gets what it takes to reach OpenAI', () => {
  expect(proxyEnvironment(full, '/codex')).toEqual({
    PATH: '/bin',
    HOME: '/home/alice',
    HTTPS_PROXY: 'http://proxy.example:3128',
    CODEX_HOME: '/codex',
  });
});

const ofTheJob = [
  'GITHUB_TOKEN',
  'GITHUB_ENV',
  'GITHUB_PATH',
  'GITHUB_OUTPUT',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
  'GITHUB_EVENT_PATH',
  'GITHUB_WORKSPACE',
  'RUNNER_TEMP',
  'RUNNER_TOOL_CACHE',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_CACHE_URL',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'INPUT_OPENAI-API-KEY',
  'INPUT_GITHUB-TOKEN',
  'STATE_isPost',
  'OPENAI_API_KEY',
  'CODEX_API_KEY',
  'CODEX_ACCESS_TOKEN',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'GIT_CONFIG_COUNT',
  'GIT_SSH_COMMAND',
  'GIT_DIR',
  'BASH_ENV',
  'ENV',
  'PYTHONPATH',
  'SSH_AUTH_SOCK',
  'DOCKER_HOST',
  'PATH_OF_MINE',
  'MY_HOME',
  'home',
];
test('nothing else of the job reaches Codex, whatever its name begins or ends with', () => {
  const environment = Object.fromEntries(ofTheJob.map((name) => [name, 'x']));
  expect(codexEnvironment({ ...environment, HOME: '/home/alice' }, '/codex')).toEqual({
    HOME: '/home/alice',
    CODEX_HOME: '/codex',
  });
});

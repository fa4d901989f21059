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

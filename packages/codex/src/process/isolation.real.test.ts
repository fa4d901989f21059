import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { obeysNothing, renderConfig } from '../home/config.ts';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';
import { assertSandbox } from '../sandbox/preflight.ts';
import { codexEnvironment } from './environment.ts';

beforeAll(realBinary, 300_000);

const secrets = {
  OPENAI_API_KEY: 'secret-one',
  CODEX_API_KEY: 'secret-two',
  GITHUB_TOKEN: 'secret-three',
  ACTIONS_RUNTIME_TOKEN: 'secret-four',
  MY_HARMLESS_NAME: 'secret-five',
};
const show = 'env; cat /proc/$PPID/environ | tr "\\0" "\\n"';

for (const sandbox of ['workspace-write', 'danger-full-access'] as const) {
  test(`a command in ${sandbox} finds no secret in its environment, nor in that of Codex`, async () => {
    const rules = [{ when: () => true, steps: [{ run: show }, { say: 'Shown.' }] }];
    await using codex = await openRealCodex({ rules, environment: secrets });
    expect(await codex.take('show', { sandbox })).toMatchObject({ kind: 'answered', sandbox });
    const output = codex.events.flatMap((event) => (event.kind === 'command-ended' ? [event.output] : [])).join('\n');
    expect(output).toContain('PATH=');
    expect(output).not.toMatch(/secret-|sk-right/);
  });
}

test('the model can write neither outside the workspace, nor to .git, nor to its own settings', async () => {
  const tries = ['../outside', '.git/config', '../home/config.toml'];
  const run = tries.map((file) => `(echo x >> ${file}) 2> denied || echo denied ${file}`).join('; ');
  await using codex = await openRealCodex({ rules: [{ when: () => true, steps: [{ run }, { say: 'Tried.' }] }] });
  await codex.take('try');
  const output = codex.events.flatMap((event) => (event.kind === 'command-ended' ? [event.output] : [])).join('\n');
  for (const file of tries) expect(output).toContain(`denied ${file}`);
});

test('Codex knows every setting that we write', async () => {
  await using codex = await openRealCodex({ rules: [{ when: () => true, steps: [{ say: 'Fine.' }] }] });
  const config = { port: 9, webSearch: 'cached', repositoryInstructions: false, retries: 0 } as const;
  await writeFile(
    path.join(codex.home, 'config.toml'),
    renderConfig({ ...config, network: { kind: 'allow-list', hosts: ['*.example.org', 'localhost'] } }),
  );
  const strict = (args: readonly string[]) => () =>
    execFileSync(codex.binary, ['exec', '--strict-config', ...args, '--json', '-'], {
      cwd: codex.workspace,
      env: codexEnvironment(process.env, codex.home),
      input: ' ',
      stdio: 'pipe',
    });
  // An empty prompt ends it before any request; an unknown setting ends it before that.
  expect(strict([])).toThrow('No prompt provided');
  expect(strict(obeysNothing.flatMap((setting) => ['-c', setting]))).toThrow('No prompt provided');
  expect(strict(['-c', 'no_such_setting=1'])).toThrow('unknown configuration field');
});

for (const sandbox of ['read-only', 'workspace-write'] as const) {
  test(`the pre-flight of ${sandbox} agrees with the turns of this file`, async () => {
    await using codex = await openRealCodex({ rules: [] });
    const home = { folder: codex.home, warning: undefined };
    const signal = AbortSignal.timeout(20_000);
    const { binary, workspace } = codex;
    await expect(
      assertSandbox({ binary, home, workspace, sandbox, environment: process.env, signal }),
    ).resolves.toBeUndefined();
  });
}

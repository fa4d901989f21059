import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { openRealCodex, type RealCodex, realBinary } from '../real-codex.fixture.ts';
import { assertSandbox } from '../sandbox/preflight.ts';

beforeAll(realBinary, 300_000);

/** It takes a way to become root, as hosted runners have it. */
const asRoot = test.runIf(process.getuid?.() === 0);

const run = (command: string) => [{ when: () => true, steps: [{ run: command }, { say: 'Done.' }] }];
const outputOf = ({ events }: RealCodex) =>
  events.flatMap((event) => (event.kind === 'command-ended' ? [event.output] : [])).join('\n');

for (const sandbox of ['read-only', 'workspace-write', 'danger-full-access'] as const) {
  asRoot(
    `in ${sandbox} a command is somebody else, who can read neither memory nor environment of the job`,
    async () => {
      const tries = `id -u; cat /proc/${process.pid}/environ || echo no environment; head -c 1 /proc/${process.pid}/mem || echo no memory; ls /proc/${process.pid}/fd || echo no files; sudo -n id || echo no root; git status --short && echo git works`;
      await using codex = await openRealCodex({
        rules: run(tries),
        ownUser: true,
        environment: { MY_SECRET: 'planted' },
      });
      expect(await codex.take('try', { sandbox })).toMatchObject({ kind: 'answered', sandbox });
      const output = outputOf(codex);
      expect(output).toMatch(/^(4|5)\d{4}$/m);
      for (const said of ['no environment', 'no memory', 'no files', 'no root', 'git works'])
        expect(output).toContain(said);
    },
  );
}

asRoot('what a turn wrote is ours afterwards, and the next turn can go on with it', async () => {
  await using codex = await openRealCodex({
    rules: run(
      'mkdir -p made && date >> made/file && chmod 700 made && cat README.md && rm README.md && cat made/file | wc -l',
    ),
    ownUser: true,
  });
  const first = await codex.take('write', { sandbox: 'workspace-write' });
  expect(first).toMatchObject({ kind: 'answered' });
  const made = path.join(codex.workspace, 'made');
  expect((await stat(made)).uid).toBe(process.getuid?.());
  expect((await readFile(path.join(made, 'file'), 'utf8')).split('\n')).toHaveLength(2);
  const rights = async (place: string) => ((await stat(place)).mode & 0o7777).toString(8);
  expect(await Promise.all([codex.home, path.join(codex.home, 'config.toml')].map(rights))).toEqual(['700', '600']);
  const second = await codex.take('again', { sandbox: 'danger-full-access', sessionId: first.sessionId });
  expect(second).toMatchObject({ kind: 'answered', sessionId: first.sessionId });
  expect((await readFile(path.join(made, 'file'), 'utf8')).split('\n')).toHaveLength(3);
});

asRoot('without a sandbox neither `.git` nor the settings of Codex can be written or replaced', async () => {
  const tries =
    'echo x >> .git/config; echo x > .git/hooks/post-checkout; mv .git other; echo x >> ../home/config.toml; mv ../home/config.toml ../home/other; echo x > ../outside; true';
  await using codex = await openRealCodex({ rules: run(tries), ownUser: true });
  const before = await readFile(path.join(codex.workspace, '.git/config'), 'utf8');
  const settings = await readFile(path.join(codex.home, 'config.toml'), 'utf8');
  await codex.take('try', { sandbox: 'danger-full-access' });
  expect(outputOf(codex).match(/denied|not permitted/g)).toHaveLength(6);
  expect(await readFile(path.join(codex.workspace, '.git/config'), 'utf8')).toBe(before);
  expect(await readFile(path.join(codex.home, 'config.toml'), 'utf8')).toBe(settings);
});

asRoot('what a command leaves running ends with the turn, and a link for a transcript is taken away', async () => {
  const tries = [
    '(setsid nohup sleep 317 > /dev/null 2>&1 &)',
    'for f in $(find ../home/sessions -name "*.jsonl"); do mv $f $f.old; ln -s /proc/1/environ $f; done',
    'echo linked',
  ].join('; ');
  await using codex = await openRealCodex({ rules: run(tries), ownUser: true });
  await codex.take('try', { sandbox: 'danger-full-access' });
  expect(outputOf(codex)).toContain('linked');
  expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain('sleep 317');
  expect(execFileSync('find', [codex.home, '-type', 'l', '-name', '*.jsonl'], { encoding: 'utf8' })).toBe('');
});

asRoot('a cancelled turn ends at once, and the files are ours again', async () => {
  await using codex = await openRealCodex({ rules: run('echo x > made; sleep 60'), ownUser: true });
  const cancelled = new AbortController();
  const began = () => codex.events.some(({ kind }) => kind === 'command-started');
  const turn = codex.take('wait', { sandbox: 'danger-full-access' }, cancelled.signal);
  await vi.waitUntil(began, { timeout: 20_000 });
  await vi.waitUntil(() => existsSync(path.join(codex.workspace, 'made')), { timeout: 20_000 });
  cancelled.abort();
  expect(await turn).toMatchObject({ kind: 'cancelled', sessionId: expect.any(String) });
  expect((await stat(path.join(codex.workspace, 'made'))).uid).toBe(process.getuid?.());
});

asRoot('the sandbox is tried as the user whose it will be', async () => {
  await using codex = await openRealCodex({ rules: [], ownUser: true });
  const { binary, workspace, user } = codex;
  const home = { folder: codex.home, warning: undefined };
  const signal = AbortSignal.timeout(20_000);
  const order = { binary, home, workspace, user, environment: process.env, signal };
  await expect(assertSandbox({ ...order, sandbox: 'workspace-write' })).resolves.toBeUndefined();
});

import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { labRepository } from './lab-repository.fixture.ts';
import { productFile } from './product-file.ts';
import { git, scratchFolder } from './scratch-repository.fixture.ts';

const elsewhere = new Map([['codex-worker/codex-worker', new Map([['v1', 'c0de'.repeat(10)]])]]);

const olivia = { login: 'olivia', id: 1, type: 'User' };
const opened = {
  action: 'opened',
  issue: { number: 1, title: 'Add up', user: olivia, created_at: '2026-03-01T10:00:00Z' },
  repository: { full_name: 'octo-org/demo', default_branch: 'main' },
  sender: olivia,
};

/** `npm pack` as a release does it. Answers the tarball. */
async function pack(): Promise<string> {
  const folder = await scratchFolder();
  const cwd = path.dirname(import.meta.dirname);
  await promisify(execFile)('npm', ['pack', '--silent', '--pack-destination', folder], { cwd });
  const [tarball = ''] = await readdir(folder);
  return path.join(folder, tarball);
}

test('from the packed tarball, by npx: every command; init and doctor end green, and with a fault doctor does not', {
  timeout: 120_000,
}, async () => {
  const tarball = await pack();
  const secrets = new Map([['OPENAI_API_KEY', 'sk-secret']]);
  const lab = await labRepository({ secrets, elsewhere });
  const env = {
    PATH: process.env['PATH'],
    HOME: await scratchFolder(),
    npm_config_cache: await scratchFolder(),
    ...lab.environment,
  };
  const npx = (...args: readonly string[]) =>
    promisify(execFile)('npx', ['--yes', '--offline', '--package', tarball, '--', 'codex-worker', ...args], {
      cwd: lab.folder,
      env,
    });

  const { version }: { readonly version: string } = JSON.parse(
    await readFile(path.join(import.meta.dirname, '../package.json'), 'utf8'),
  );
  expect((await npx('--version')).stdout).toBe(`${version}\n`);
  await promisify(execFile)('npm', ['install', '--offline', '--no-save', tarball], { cwd: lab.folder, env });
  const installed = 'npx codex-worker init && npx codex-worker doctor';
  const both = await promisify(execFile)('sh', ['-c', installed], { cwd: lab.folder, env });
  expect(both.stdout).toContain('! caller: .github/workflows/codex.yml is in this folder, and not on main yet.');
  expect(both.stdout).toMatch(/\n1 warning, \d+ in order\.\n$/);
  expect((await npx('init', '--pr')).stdout).toContain(`Opened ${lab.github.server}/octo-org/demo/pull/1`);
  git(lab.github.gitFolder, 'update-ref', 'refs/heads/main', 'codex-worker-init');
  expect(git(lab.github.gitFolder, 'show', 'main:.github/workflows/codex.yml')).toBe(
    (await productFile('examples/codex.yml')).trim(),
  );
  const { stdout } = await npx('doctor');
  expect(stdout).toContain('octo-org/demo\n✓ caller: .github/workflows/codex.yml on main\n');
  expect(stdout).toMatch(/\n\nAll is in place\.\n$/);
  // In a pipe there are no colours.
  expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);

  const listed = JSON.parse((await npx('threads', '--json')).stdout);
  expect(listed).toEqual({ repository: 'octo-org/demo', complete: true, notes: [], threads: [] });
  const event = path.join(await scratchFolder(), 'event.json');
  await writeFile(event, JSON.stringify(opened));
  expect((await npx('replay', event)).stdout).toContain('run: olivia has admin permission\n');
  expect((await npx('lab', '--help')).stdout).toContain('npm start');
  await expect(npx('lab')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('git clone') });

  secrets.clear();
  await expect(npx('doctor')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('There is no secret OPENAI_API_KEY'),
  });
});

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { labRepository } from './lab-repository.fixture.ts';
import { productFile } from './product-file.ts';
import { git, scratchFolder } from './scratch-repository.fixture.ts';

const elsewhere = new Map([['codex-worker/codex-worker', new Map([['v1', 'c0de'.repeat(10)]])]]);

/** `npm pack` as a release does it. Answers the tarball. */
async function pack(): Promise<string> {
  const folder = await scratchFolder();
  const cwd = path.dirname(import.meta.dirname);
  await promisify(execFile)('npm', ['pack', '--silent', '--pack-destination', folder], { cwd });
  const [tarball = ''] = await readdir(folder);
  return path.join(folder, tarball);
}

test('from the packed tarball, by npx: init and doctor end green in a repository, and with a fault doctor does not', {
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

  secrets.clear();
  await expect(npx('doctor')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('There is no secret OPENAI_API_KEY'),
  });
});

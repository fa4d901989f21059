import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { doctor } from '../doctor/doctor.ts';
import { readDoctor } from '../doctor/doctor-command-line.ts';
import { scratchFolder } from '../scratch-repository.fixture.ts';
import { testTerminal } from '../testing-terminal.fixture.ts';
import { findCheckout } from './find-checkout.ts';
import { readLab } from './lab-command-line.ts';
import { startLab } from './start-lab.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

test('outside of a checkout it says exactly what to do', async () => {
  const here = await scratchFolder();
  const started = startLab(readLab([]), { here, own: undefined }, testTerminal({}));
  await expect(started).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/is in no checkout of Codex Worker.*git clone .* && cd codex-worker && npm start$/),
  });
});

test('help needs no checkout', async () => {
  const terminal = testTerminal({});
  const code = await startLab(readLab(['--help']), { here: await scratchFolder(), own: undefined }, terminal);
  expect(code).toBe(0);
  expect(terminal.printed()).toContain('npm start');
});

test('a checkout is found from any folder of it, and a folder that only has its name is none', async () => {
  expect(await findCheckout(path.join(root, 'packages/cli/src'))).toBe(root);
  const folder = await scratchFolder();
  await writeFile(path.join(folder, 'package.json'), '{"name": "codex-worker"}');
  await mkdir(path.join(folder, 'src'));
  expect(await findCheckout(path.join(folder, 'src'))).toBeUndefined();
});

test('from a checkout the lab starts, tells its address, is in order for doctor, and ends with the command', {
  timeout: 60_000,
}, async () => {
  const main = path.join(import.meta.dirname, '../main.ts');
  const child = spawn(process.execPath, [main, 'lab', '--no-demo'], {
    cwd: path.join(root, 'docs'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const ready = JSON.parse(String(line));
  expect(ready).toMatchObject({ ready: true, repository: 'octo-org/demo' });
  const order = readDoctor(['octo-org/demo']);
  if (order.kind !== 'doctor') throw new Error('This asks for help.');
  const terminal = testTerminal({ GITHUB_API_URL: ready.api, GITHUB_TOKEN: ready.tokens.owner });
  expect(await doctor(order, root, terminal)).toBe(0);
  expect(terminal.printed()).toContain('\nAll is in place.\n');
  child.kill('SIGTERM');
  await once(child, 'exit');
  await expect(fetch(ready.api)).rejects.toThrow();
});

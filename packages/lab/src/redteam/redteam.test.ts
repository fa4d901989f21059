import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { RedteamReport } from './report.ts';

// In a process of its own: hundreds of modules are loaded once for each defence that is taken away.
test('every quick attack is stopped, and wins where its defence is gone', { timeout: 300_000 }, async () => {
  await using resources = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'redteam-'));
  resources.defer(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'report.json');
  const args = [path.join(import.meta.dirname, 'main.ts'), '--quick', '--report', file];
  const printed = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
  const report: RedteamReport = JSON.parse(await readFile(file, 'utf8').catch(() => `{"verdicts":[]}`));
  const wrong = report.verdicts.filter(({ outcome }) => outcome !== 'stopped' && outcome !== 'left-out');
  expect(wrong, printed).toEqual([]);
  expect(report.stopped, printed).toBeGreaterThan(0);
});

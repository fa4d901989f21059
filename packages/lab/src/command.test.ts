import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';
import { productRoot } from './lab.ts';
import { until } from './scenarios/until.ts';

test('npm start names the address of its page before the story begins, and Ctrl-C ends it', async () => {
  const main = path.join(productRoot, 'packages/lab/src/main.ts');
  const lab = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(lab, 'exit');
  let said = '';
  lab.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  try {
    await until(() => said.includes('\n'));
    const address =
      /^The page of the lab is (http:\/\/127\.0\.0\.1:\d+\/octo-org\/demo\/issues)$/m.exec(said)?.[1] ?? '';
    const shown = await fetch(address, { headers: { accept: 'text/html' } });
    expect(await shown.text()).toContain('<h1>Issues</h1>');
    lab.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
  } finally {
    lab.kill();
  }
}, 60_000);

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

/** Whether a token stands in a file of the workspace, once session-restore has put it there. */
async function findsToken(product: Product): Promise<boolean> {
  const stage = await product.stage();
  const event = await stage.opened({ title: 'Look', body: 'Look around.' });
  const { number } = event.payload['issue'] as { readonly number: number };
  const permissions = { contents: 'read', issues: 'read', 'pull-requests': 'read', actions: 'read' } as const;
  const job = await stage.job(stage.run(event), event, { name: 'agent', permissions });
  const inputs = { thread: `issue-${number}`, 'session-key': 'sk-0123456789abcdef', start: 'new' };
  const { exitCode, log } = await job.use('session-restore', inputs);
  if (exitCode !== 0) throw new Error(log.join('\n'));
  const settings = await promisify(execFile)('git', ['config', '--list'], { cwd: job.workspace });
  const entries = await readdir(job.workspace, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  const basic = Buffer.from(`x-access-token:${job.token}`).toString('base64');
  return [settings.stdout, ...texts].some((text) => text.includes(job.token) || text.includes(basic));
}

export const attacks: readonly Attack[] = [
  {
    threat: 'token-left-behind',
    name: 'a command reads the token of the checkout from .git/config',
    wins: 'whatever the token of the job may read, and its lifetime to do it in',
    without: [
      {
        file: 'packages/git/src/git-remote.ts',
        find: "return `${server.replace(/\\/$/, '')}/${repository}.git`;",
        replace:
          "return `${server.replace(/\\/$/, '').replace('://', `://x-access-token:${arguments[0].token}@`)}/${repository}.git`;",
      },
    ],
    run: findsToken,
  },
];

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'secret-in-change';
const file = 'packages/core/src/redact/withhold.ts';
const key = 'sk-own-0123456789abcdef';

/** Whether a file like this is among what would be pushed, once a turn wrote it. */
const isPushed = (name: string, content: string | Buffer) => async (product: Product) => {
  const { withholdSecrets, redactor } = await product.core();
  const { patch } = withholdSecrets(await patchOf(name, content), redactor([key]));
  return patch !== undefined;
};

/** The patch of one new file. */
async function patchOf(name: string, content: string | Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-attack-'));
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  try {
    git('init', '--quiet');
    await writeFile(path.join(folder, name), content);
    git('add', '--all');
    return git('diff', '--cached', '--binary', '4b825dc642cb6eb9a060e54bf8d69288fbee4904');
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a turn writes the API key into a file',
    wins: 'the key, for whoever can read the branch',
    without: [{ file, find: '!redactor.holds(whatIsNew(file))', replace: 'true' }],
    run: isPushed('notes.md', `The key is ${Buffer.from(`: ${key}`).toString('base64')}.\n`),
  },
  {
    threat,
    name: 'a turn writes the API key into a picture',
    wins: 'the key, for whoever can read the branch',
    without: [{ file, find: 'if (binary !== -1)', replace: 'if (binary === 0)' }],
    run: isPushed('logo.png', Buffer.from(`\u0089PNG\0${key}\0${'pixels '.repeat(500)}`)),
  },
  {
    threat,
    name: 'a turn names a file after the API key',
    wins: 'the key, for whoever can read the branch',
    without: [{ file, find: 'return [...header, ...added', replace: 'return [...added' }],
    run: isPushed(`${key}.txt`, ''),
  },
];

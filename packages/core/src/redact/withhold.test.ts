import { execFileSync } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { redactor } from './redactor.ts';
import { withholdSecrets } from './withhold.ts';

const key = `sk-right-${'0123456789'.repeat(20)}`;
const secrets = redactor([key]);
const noise = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251));

let folder: string;
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-withhold-'));
  git('init', '--quiet');
  await put({ 'leaked.txt': `${key}\nrest\n`, 'old.bin': noise, 'moved.txt': 'a\nb\nc\nd\n' });
  git('add', '--all');
  git('-c', 'user.name=alice', '-c', 'user.email=alice@example.com', 'commit', '--quiet', '--message', 'Begin');
});
afterAll(() => rm(folder, { recursive: true }));

async function put(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
}

/** What becomes of files that are written, beside an ordinary one. */
async function withheld(files: Readonly<Record<string, string | Buffer>>) {
  git('reset', '--quiet', '--hard');
  git('clean', '--quiet', '-fd');
  await put({ ...files, 'ordinary.txt': 'ordinary\n' });
  return judge();
}

function judge() {
  git('add', '--all');
  const patch = git('diff', '--cached', '--binary', 'HEAD');
  const { patch: kept = '', withheld: names } = withholdSecrets(patch, secrets);
  return { names, files: [...kept.matchAll(/^diff --git a\/(\S+)/gm)].map(([, name]) => name), same: kept === patch };
}

const refused = [
  { what: 'a new file with a secret', name: 'a.env', content: `KEY=${key}\n` },
  { what: 'a file with a secret in base64', name: 'b.txt', content: Buffer.from(`x:${key}`).toString('base64') },
  {
    what: 'a new binary file with a secret',
    name: 'new.bin',
    content: Buffer.concat([noise, Buffer.from(`\0${key}`)]),
  },
  {
    what: 'a binary file that gets a secret',
    name: 'old.bin',
    content: Buffer.concat([noise, Buffer.from(`\0${key}`)]),
  },
  { what: 'a file whose lines look like the head of a patch', name: 'c.txt', content: `++ b/x\n${key}\n` },
  { what: 'a file with other ends of lines', name: 'd.txt', content: `a\rdiff --git a/b b/b\n${key}\n` },
];
test.each(refused)('$what is left out, and the rest stays', async ({ name, content }) => {
  expect(await withheld({ [name]: content })).toEqual({ names: [name], files: ['ordinary.txt'], same: false });
});

test('a file with a secret in its name is left out, and named without it', async () => {
  expect(await withheld({ [`${key}.txt`]: '' })).toMatchObject({ names: ['[redacted].txt'], files: ['ordinary.txt'] });
});

test('a secret that was there before may be taken away, and stand beside a change', async () => {
  expect(await withheld({ 'leaked.txt': 'rest\n' })).toMatchObject({ names: [], same: true });
  expect(await withheld({ 'leaked.txt': `${key}\nmore\n` })).toMatchObject({ names: [], same: true });
});

test('a file is named as people know it', async () => {
  const names = ['café "x".txt', 'b c.txt'];
  const found = await withheld(Object.fromEntries(names.map((name) => [name, `${key}\n`])));
  expect(found.names.toSorted()).toEqual(names.toSorted());
});

test('a line that breaks within, and goes on like a patch, is a line', async () => {
  const content = `a\rdiff --git a/x b/x\n${key}\nb\u2028diff --git a/y b/y\n`;
  expect(await withheld({ 'odd.txt': content })).toEqual({ names: ['odd.txt'], files: ['ordinary.txt'], same: false });
});

test('a file that moved and got a secret is left out under its new name', async () => {
  git('reset', '--quiet', '--hard');
  git('clean', '--quiet', '-fd');
  await rename(path.join(folder, 'moved.txt'), path.join(folder, 'there.txt'));
  await put({ 'there.txt': `a\nb\nc\nd\n${key}\n` });
  expect(judge().names).toContain('there.txt');
});

test('a patch of nothing but such files is none', async () => {
  await put({ 'a.env': key });
  git('reset', '--quiet', '--hard');
  git('add', 'a.env');
  const patch = git('diff', '--cached', '--binary', 'HEAD');
  expect(withholdSecrets(patch, secrets)).toEqual({ patch: undefined, withheld: ['a.env'] });
});

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type DemoRemote, demoRemote, writeFiles } from './demo-remote.ts';
import { workingTree } from './working-tree.ts';

/** The checkout of a job, and a file that is only made by what somebody else gets to run. */
async function openPoisoned(demo: DemoRemote) {
  await demo.commit('main', { '.gitattributes': '* filter=evil\n', 'a.txt': 'a\n' }, 'One\n\nCodex-Request: comment-7');
  const remote = demo.remote('job');
  const tree = workingTree(remote);
  const base = (await tree.checkOut('main')) ?? '';
  const gitDir = path.join(remote.folder, '.git');
  return { tree, base, folder: remote.folder, gitDir, trophy: path.join(demo.folder, 'won') };
}

/** Everything that the configuration of a repository can make git run, as far as it is known. */
const configOf = (trophy: string): string =>
  `[core]
	hooksPath = evil-hooks
	fsmonitor = touch ${trophy}
	sshCommand = touch ${trophy};
	gitProxy = touch ${trophy}
	pager = touch ${trophy}
	editor = touch ${trophy}
	askPass = touch ${trophy}
	alternateRefsCommand = touch ${trophy};
	attributesFile = evil-attributes
[filter "evil"]
	clean = touch ${trophy}; cat
	smudge = touch ${trophy}; cat
	process = touch ${trophy}
	required = true
[diff]
	external = touch ${trophy};
[diff "evil"]
	textconv = touch ${trophy};
[merge "evil"]
	driver = touch ${trophy};
[gpg]
	program = touch ${trophy};
[log]
	showSignature = true
[credential]
	helper = "!touch ${trophy};"
[alias]
	log = "!touch ${trophy};"
[uploadpack]
	packObjectsHook = touch ${trophy};
`;

const trailingWork = async ({ tree, base, folder }: Awaited<ReturnType<typeof openPoisoned>>) => {
  await writeFiles(folder, { 'a.txt': 'changed\n', 'b.txt': 'b\n' });
  await tree.requestsInHistory();
  const patch = await tree.changesSince(base);
  await tree.apply('');
  await tree.putBack(base, patch);
  await tree.revert(['comment-7']);
  await tree.checkOut('main');
};

test('nothing runs that the configuration of the work tree names, nor a file that it includes', async () => {
  await using demo = await demoRemote();
  const job = await openPoisoned(demo);
  const included = path.join(demo.folder, 'included');
  await writeFile(included, configOf(job.trophy));
  const config = await readFile(path.join(job.gitDir, 'config'), 'utf8');
  await writeFile(path.join(job.gitDir, 'config'), `${config}${configOf(job.trophy)}[include]\n\tpath = ${included}\n`);
  await mkdir(path.join(job.folder, 'evil-hooks'));
  for (const hook of ['pre-commit', 'post-checkout', 'reference-transaction', 'post-index-change']) {
    for (const folder of [path.join(job.folder, 'evil-hooks'), path.join(job.gitDir, 'hooks')]) {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, hook), `#!/bin/sh\ntouch ${job.trophy}\n`, { mode: 0o755 });
    }
  }
  await trailingWork(job);
  expect(existsSync(job.trophy)).toBe(false);
});

test('an object that is gone is not fetched by a program that the configuration names', async () => {
  await using demo = await demoRemote();
  const job = await openPoisoned(demo);
  const evil = path.join(demo.folder, 'evil.sh');
  await writeFile(evil, `#!/bin/sh\ntouch ${job.trophy}\nexec git-upload-pack "$@"\n`, { mode: 0o755 });
  const promisor = `[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ${demo.bare}\n\tpromisor = true\n\tpartialCloneFilter = blob:none\n\tuploadpack = ${evil}\n`;
  await writeFile(path.join(job.gitDir, 'config'), promisor);
  const objects = path.join(job.gitDir, 'objects');
  for (const name of await readdir(objects))
    if (name !== 'info') await rm(path.join(objects, name), { recursive: true });
  await writeFiles(job.folder, { 'a.txt': 'changed\n' });
  await job.tree.changesSince(job.base).catch(() => undefined);
  await job.tree.requestsInHistory().catch(() => undefined);
  await job.tree.revert(['comment-7']).catch(() => undefined);
  expect(existsSync(job.trophy)).toBe(false);
});

test('the next checkout on the machine takes its configuration from nowhere else', async () => {
  await using demo = await demoRemote();
  const job = await openPoisoned(demo);
  const elsewhere = path.join(demo.folder, 'elsewhere');
  await mkdir(elsewhere);
  for (const part of ['objects', 'refs']) await mkdir(path.join(elsewhere, part));
  await writeFile(path.join(elsewhere, 'config'), configOf(job.trophy));
  await writeFile(path.join(job.gitDir, 'commondir'), `${elsewhere}\n`);
  await writeFiles(job.folder, { 'a.txt': 'changed\n' });
  await job.tree.checkOut('main');
  expect(existsSync(job.trophy)).toBe(false);
  expect(await readFile(path.join(job.folder, 'a.txt'), 'utf8')).toBe('a\n');
});

test.each(['config', 'index', 'info', 'HEAD', 'objects'])(
  'a link in the place of .git/%s leads to no file of others',
  async (name) => {
    await using demo = await demoRemote();
    const job = await openPoisoned(demo);
    const theirs = path.join(demo.folder, 'theirs');
    const isFolder = name === 'info' || name === 'objects';
    if (isFolder) await mkdir(theirs);
    else await writeFile(theirs, 'theirs\n');
    await rm(path.join(job.gitDir, name), { recursive: true, force: true });
    await symlink(theirs, path.join(job.gitDir, name));
    await writeFiles(job.folder, { 'a.txt': 'changed\n' });
    await job.tree.changesSince(job.base).catch(() => undefined);
    await job.tree.checkOut('main');
    if (isFolder) expect(await readdir(theirs)).toEqual([]);
    else expect(await readFile(theirs, 'utf8')).toBe('theirs\n');
    expect(await readFile(path.join(job.folder, 'a.txt'), 'utf8')).toBe('a\n');
  },
);

test.each(['.gitignore', 'docs/.gitattributes', '.mailmap', 'docs/.git/HEAD'])(
  'nobody waits for a pipe in the place of %s',
  async (name) => {
    await using demo = await demoRemote();
    const { tree, base, folder } = await openPoisoned(demo);
    const pipe = path.join(folder, name);
    const leave = async () => {
      await writeFiles(folder, { 'b.txt': 'b\n' });
      await mkdir(path.dirname(pipe), { recursive: true });
      execFileSync('mkfifo', [pipe]);
    };
    await leave();
    expect(await tree.changesSince(base)).toContain('+++ b/b.txt');
    await leave();
    expect(await tree.checkOut('main')).toBe(base);
  },
);

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'agent-written-git';

/** A repository on this machine, and the checkout of a job. */
interface Demo extends AsyncDisposable {
  readonly folder: string;
  readonly bare: string;
  remote(name: string): { readonly folder: string };
  commit(branch: string, files: Readonly<Record<string, string>>): Promise<string>;
}
interface Tree {
  checkOut(branch: string): Promise<string | undefined>;
  changesSince(base: string): Promise<string | undefined>;
}

interface Job {
  readonly demo: Demo;
  readonly tree: Tree;
  readonly folder: string;
  readonly gitDir: string;
  readonly base: string;
  /** A file of the machine's user: made, or written to, by whatever the attacker gets to do. */
  readonly trophy: string;
}

/** A turn leaves something in `.git`, and the worker's own git comes after it. */
const leaves =
  (leave: (job: Job) => Promise<void>, then: (job: Job) => Promise<unknown>) => async (product: Product) => {
    const { demoRemote } = await product.load<{ demoRemote(): Promise<Demo> }>('packages/git/src/demo-remote.ts');
    const { workingTree } = await product.load<{ workingTree(remote: object): Tree }>(
      'packages/git/src/working-tree.ts',
    );
    await using demo = await demoRemote();
    const base = await demo.commit('main', { '.gitattributes': '*.js filter=evil\n', 'a.js': 'a\n' });
    const { folder, ...remote } = demo.remote('job');
    const tree = workingTree({ ...remote, folder });
    const job = { demo, tree, folder, gitDir: path.join(folder, '.git'), base, trophy: path.join(demo.folder, 'won') };
    await tree.checkOut('main');
    await leave(job);
    await writeFile(path.join(folder, 'a.js'), 'changed\n');
    await then(job).catch(() => undefined);
    return existsSync(job.trophy) && (await readFile(job.trophy, 'utf8')) !== 'theirs\n';
  };

/** Objects that are gone, and a program that is said to have them. */
async function leavePromise({ demo, gitDir, trophy }: Job): Promise<void> {
  const program = path.join(demo.folder, 'program');
  await writeFile(program, `#!/bin/sh\ntouch ${trophy}\nexec git-upload-pack "$@"\n`, { mode: 0o755 });
  const promisor = `\tpromisor = true\n\tpartialCloneFilter = blob:none\n\tuploadpack = ${program}\n`;
  const config = `[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ${demo.bare}\n${promisor}`;
  await writeFile(path.join(gitDir, 'config'), config);
  const objects = path.join(gitDir, 'objects');
  const known = (await readdir(objects)).filter((name) => name !== 'info');
  await Promise.all(known.map((name) => rm(path.join(objects, name), { recursive: true })));
}

async function leaveCommonFolder({ demo, gitDir, trophy }: Job): Promise<void> {
  const elsewhere = path.join(demo.folder, 'elsewhere');
  await Promise.all(['objects', 'refs'].map((part) => mkdir(path.join(elsewhere, part), { recursive: true })));
  await writeFile(path.join(elsewhere, 'config'), `[filter "evil"]\n\tsmudge = touch ${trophy}; cat\n`);
  await writeFile(path.join(gitDir, 'commondir'), `${elsewhere}\n`);
}

async function leaveLink({ gitDir, trophy }: Job): Promise<void> {
  await writeFile(trophy, 'theirs\n');
  await rm(path.join(gitDir, 'logs/HEAD'), { force: true });
  await mkdir(path.join(gitDir, 'logs'), { recursive: true });
  await symlink(trophy, path.join(gitDir, 'logs/HEAD'));
}

const nextCheckout = async ({ demo, tree }: Job) => {
  await demo.commit('main', { 'b.js': 'b\n' });
  await tree.checkOut('main');
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a turn deletes objects, and names a program that would fetch them again',
    wins: "a program outside the sandbox, with the job's token in reach",
    without: [{ file: 'packages/git/src/run-git.ts', find: "    GIT_ALLOW_PROTOCOL: 'none',\n", replace: '' }],
    run: leaves(leavePromise, ({ tree, base }) => tree.changesSince(base)),
  },
  {
    threat,
    name: 'a turn makes git look for its configuration elsewhere, for the checkout of the next run on the same machine',
    wins: "a program outside the sandbox, with the next job's token in reach",
    without: [{ file: 'packages/git/src/checkout.ts', find: "'commondir', ", replace: '' }],
    run: leaves(leaveCommonFolder, nextCheckout),
  },
  {
    threat,
    name: 'a turn puts a link in the place of a log of git, for the checkout of the next run on the same machine',
    wins: "lines in a file of the machine's user, outside of the sandbox",
    without: [
      {
        file: 'packages/git/src/checkout.ts',
        find: 'entries.filter((entry) => entry.isSymbolicLink())',
        replace: 'entries.slice(entries.length)',
      },
    ],
    run: leaves(leaveLink, nextCheckout),
  },
];

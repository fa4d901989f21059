import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'agent-written-git';
const runGit = 'packages/git/src/run-git.ts';

/** A repository on this machine, and the checkout of a job. */
interface Demo extends AsyncDisposable {
  readonly folder: string;
  remote(name: string): { readonly folder: string };
  commit(branch: string, files: Readonly<Record<string, string>>): Promise<string>;
}

interface Tree {
  checkOut(branch: string): Promise<string | undefined>;
  changesSince(base: string): Promise<string | undefined>;
}

interface Checkout {
  readonly tree: Tree;
  readonly folder: string;
  /** The commit that is checked out. */
  readonly base: string;
  /** Made by whatever the attacker gets to run. */
  readonly trophy: string;
}

/** Whether something of the attacker's ran. */
const runs =
  (leave: (checkout: Checkout) => Promise<void>, then: (checkout: Checkout) => Promise<unknown>) =>
  async (product: Product) => {
    const { demoRemote } = await product.load<{ demoRemote(): Promise<Demo> }>('packages/git/src/demo-remote.ts');
    const { workingTree } = await product.load<{ workingTree(remote: object): Tree }>(
      'packages/git/src/working-tree.ts',
    );
    await using demo = await demoRemote();
    const base = await demo.commit('main', { '.gitattributes': '*.js filter=evil\n', 'a.js': 'a\n' });
    const remote = demo.remote('job');
    const checkout = { tree: workingTree(remote), folder: remote.folder, base, trophy: path.join(demo.folder, 'won') };
    await checkout.tree.checkOut('main');
    await leave(checkout);
    await then(checkout).catch(() => undefined);
    return existsSync(checkout.trophy);
  };

async function leaveFilter({ folder, trophy }: Checkout): Promise<void> {
  const filter = `\n[filter "evil"]\n\tclean = touch ${trophy}; cat\n\tsmudge = touch ${trophy}; cat\n`;
  await appendFile(path.join(folder, '.git/config'), filter);
  await writeFile(path.join(folder, 'a.js'), 'changed\n');
}

async function leaveHook({ folder, trophy }: Checkout): Promise<void> {
  const hook = path.join(folder, '.git/hooks/reference-transaction');
  await mkdir(path.dirname(hook), { recursive: true });
  await writeFile(hook, `#!/bin/sh\ntouch ${trophy}\n`);
  await chmod(hook, 0o755);
}

async function leaveMonitor({ folder, trophy }: Checkout): Promise<void> {
  await appendFile(path.join(folder, '.git/config'), `\n[core]\n\tfsmonitor = "touch ${trophy}; false"\n`);
}

const nextCheckout = ({ tree, folder }: Checkout) =>
  writeFile(path.join(folder, 'a.js'), 'changed\n').then(() => tree.checkOut('main'));

const checkout = 'packages/git/src/checkout.ts';
const rewritesConfig = [
  { file: checkout, find: 'await removeSteering(gitDir);', replace: '' },
  {
    file: checkout,
    find: "await writeFile(path.join(gitDir, 'config'), configuration(remoteUrl(remote)));",
    replace: '',
  },
];

/** Whether the worker's git still waits for somebody to write into a pipe, which nobody ever does. */
async function waitsForPipe(product: Product): Promise<boolean> {
  let isWaiting = false;
  await runs(
    async ({ folder }) => void execFileSync('mkfifo', [path.join(folder, '.gitignore')]),
    async ({ tree, base, folder }) => {
      const ended = tree.changesSince(base);
      const ending = ended.then(() => false);
      isWaiting = await Promise.race([ending, sleep(5_000, true)]);
      // Whoever waits is let go.
      if (isWaiting) await writeFile(path.join(folder, '.gitignore'), '').then(() => ended);
    },
  )(product);
  return isWaiting;
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a turn leaves a filter in .git/config, for the git that reads its changes',
    wins: "a program outside the sandbox, with the job's token in reach",
    without: [
      {
        file: 'packages/git/src/changes.ts',
        find: 'const git = await shadowOf(folder, scratch);',
        replace: "const git = openGit(path.join(folder, '.git'), folder);",
      },
    ],
    run: runs(leaveFilter, ({ tree, base }) => tree.changesSince(base)),
  },
  {
    threat,
    name: 'a turn leaves a filter in .git/config, for the checkout of the next run on the same machine',
    wins: "a program outside the sandbox, with the next job's token in reach",
    without: rewritesConfig,
    run: runs(leaveFilter, nextCheckout),
  },
  {
    threat,
    name: 'a turn leaves a hook in .git/hooks, for the checkout of the next run on the same machine',
    wins: "a program outside the sandbox, with the next job's token in reach",
    without: [{ file: runGit, find: "  'core.hooksPath': '/dev/null',\n", replace: '' }],
    run: runs(leaveHook, nextCheckout),
  },
  {
    threat,
    name: 'a turn leaves a file system monitor in .git/config',
    wins: 'a program outside the sandbox, with every git that runs',
    without: [...rewritesConfig, { file: runGit, find: "  'core.fsmonitor': 'false',\n", replace: '' }],
    run: runs(leaveMonitor, nextCheckout),
  },
  {
    threat,
    name: 'a turn puts a pipe in the place of .gitignore, which the git that reads its changes waits for',
    wins: 'the minutes of a job up to its limit, and the answers of the run',
    without: [{ file: 'packages/git/src/changes.ts', find: 'await removePipes(folder);', replace: '' }],
    run: waitsForPipe,
  },
];

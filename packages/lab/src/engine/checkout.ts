import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { evaluateTexts } from './expressions.ts';
import { authorization, runGit, urlOf } from './git-process.ts';
import { annotator, type JobSession } from './job-session.ts';
import type { StepOrder, WorkResult } from './step.ts';
import type { Tree } from './tree.ts';

/** What `with:` of actions/checkout asks for, as far as the lab serves it. */
interface Wish {
  readonly repository: string;
  readonly ref: string;
  /** The commit to have when it is known: a branch may have moved on since the event. */
  readonly commit: string | undefined;
  readonly depth: number;
  readonly folder: string;
  readonly token: string;
  readonly persistCredentials: boolean;
  readonly clean: boolean;
}

/** `actions/checkout`, served by the lab: real git against the lab's server, with the job's token. */
export async function checkOut(order: StepOrder, given: Tree | undefined): Promise<WorkResult> {
  const { session } = order;
  const wish = readWish(order, given);
  const git = gitIn(order, wish);
  await mkdir(wish.folder, { recursive: true });
  if (wish.clean && !existsSync(path.join(wish.folder, '.git'))) await empty(wish.folder);
  await git(['init', '--quiet', '--initial-branch', 'main', wish.folder]);
  await git(['config', '--local', 'gc.auto', '0']);
  await git(['remote', 'remove', 'origin']).catch(() => undefined);
  await git(['remote', 'add', 'origin', urlOf(session, wish.repository)]);
  const depth = wish.depth > 0 ? [`--depth=${wish.depth}`] : [];
  await git([
    '-c',
    'protocol.version=2',
    'fetch',
    '--quiet',
    '--no-tags',
    '--prune',
    ...depth,
    'origin',
    ...refspecs(wish),
  ]);
  if (wish.clean) await git(['clean', '-ffdx', '--quiet']);
  await git(['checkout', '--quiet', '--force', ...target(wish)]);
  const commit = await git(['log', '-1', '--format=%H']);
  if (wish.persistCredentials) await persistCredentials(order, wish, git);
  return { succeeded: true, outputs: { ref: wish.ref, commit: commit.trim() } };
}

type Git = (args: readonly string[]) => Promise<string>;

function readWish({ session, environment }: StepOrder, given: Tree | undefined): Wish {
  const inputs = evaluateTexts(given, environment);
  const own = `${session.run.lab.host.repository.owner}/${session.run.lab.host.repository.name}`;
  const repository = inputs['repository'] || own;
  const isOwn = repository.toLowerCase() === own.toLowerCase();
  const folder = path.resolve(session.folders.workspace, inputs['path'] ?? '.');
  if (path.relative(session.folders.workspace, folder).startsWith('..')) {
    throw new Error(`Repository path '${folder}' is not under '${session.folders.workspace}'`);
  }
  return {
    repository,
    ...wantedCommit(session, inputs['ref'] ?? '', isOwn),
    depth: Number(inputs['fetch-depth'] ?? '1'),
    folder,
    token: inputs['token'] || session.token,
    persistCredentials: (inputs['persist-credentials'] ?? 'true').toLowerCase() === 'true',
    clean: (inputs['clean'] ?? 'true').toLowerCase() === 'true',
  };
}

/** Without a ref: what started the run, or the head of another repository. */
function wantedCommit({ github }: JobSession, ref: string, isOwn: boolean): Pick<Wish, 'ref' | 'commit'> {
  if (ref !== '') return { ref, commit: isCommit(ref) ? ref : undefined };
  return isOwn ? { ref: String(github['ref']), commit: String(github['sha']) } : { ref: 'HEAD', commit: undefined };
}

function refspecs(wish: Wish): readonly string[] {
  const from = wish.commit ?? wish.ref;
  const all = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*', `+${from}:refs/checkout/wanted`];
  return wish.depth === 0 ? all : [`+${from}:refs/checkout/wanted`];
}

/** A branch is checked out as a branch; anything else as a detached commit. */
function target(wish: Wish): readonly string[] {
  const branch = branchOf(wish.ref);
  return branch === undefined ? ['--detach', 'refs/checkout/wanted'] : ['-B', branch, 'refs/checkout/wanted'];
}

function branchOf(ref: string): string | undefined {
  if (ref === 'HEAD' || isCommit(ref)) return undefined;
  if (ref.startsWith('refs/heads/')) return ref.slice('refs/heads/'.length);
  return ref.startsWith('refs/') ? undefined : ref;
}

function isCommit(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}

function gitIn(order: StepOrder, wish: Wish): Git {
  return (args) => runGit(order.session, order.name, args, wish.folder, wish.token);
}

/** As checkout v6 does: the token is in a file of the job's temporary folder, which `.git/config` only names. */
async function persistCredentials({ session, name }: StepOrder, wish: Wish, git: Git): Promise<void> {
  const file = path.join(session.folders.temp, `git-credentials-${randomUUID()}.config`);
  const { server } = session.run.lab.host;
  await writeFile(file, `[http "${server}/"]\n\textraheader = ${authorization(wish.token)}\n`, { mode: 0o600 });
  const key = `includeIf.gitdir:${path.join(wish.folder, '.git')}.path`;
  await git(['config', '--local', key, file]);
  session.posts.push({
    name: `Post ${name}`,
    condition: 'always()',
    run: async () => {
      await rm(file, { force: true });
      const unset = runGit(session, `Post ${name}`, ['config', '--local', '--unset-all', key], wish.folder, wish.token);
      await unset.catch((error: Error) => annotator(session, `Post ${name}`)('warning', error.message));
      return 'success';
    },
  });
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true, force: true });
}

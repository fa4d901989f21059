import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type ScriptedModel, startScriptedModel } from '../model/scripted-model.ts';
import { sharedCache, sharedToolCache } from '../tool-cache.ts';
import { NotQuick, type Product } from './product.ts';

export type Sandbox = 'read-only' | 'workspace-write' | 'danger-full-access';

type Network = { readonly kind: 'off' | 'open' } | { readonly kind: 'allow-list'; readonly hosts: readonly string[] };

export interface TurnOrder {
  /** What the model runs, one command after the other. `GATE` and `PROXY` in them are the ports on the way to the key. */
  readonly commands: readonly string[];
  readonly sandbox: Sandbox;
  readonly network?: Network;
  /** Whether Codex is a user of its own. */
  readonly ownUser?: boolean;
  /** Whether the attack may cost the turn its answer. */
  readonly mayFail?: boolean;
  /** What is in the environment of the job. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** What a turn of the real Codex left. */
export interface TakenTurn {
  readonly output: string;
  readonly workspace: string;
  readonly home: string;
  readonly model: ScriptedModel;
}

/** Attacks look for how it begins. */
const turnKey = 'sk-cage-0123456789abcdef';

/** The public door of packages/codex, as far as a turn needs it; the lab does not depend on it. */
interface Codex {
  installCodex(order: object): Promise<{ readonly binary: string }>;
  openCodexHome(order: object): Promise<{ readonly folder: string }>;
  startProxy(order: object): Promise<AsyncDisposable & { readonly port: number }>;
  configure(home: object, config: object): Promise<void>;
  becomeRoot(): Promise<object>;
  ownUser(order: object): object;
  codexAgent(settings: object): { takeTurn(order: object, signal: AbortSignal): Promise<{ readonly kind: string }> };
}

interface CommandEnded {
  readonly kind: string;
  readonly output?: string;
}

/** Takes a turn of the product's Codex, outside of any action, and looks at what it left. Seconds. */
export async function takeTurn<Seen>(
  product: Product,
  order: TurnOrder,
  look: (turn: TakenTurn) => Promise<Seen> | Seen,
): Promise<Seen> {
  if (product.isQuick) throw new NotQuick();
  // Another user takes a way to become root.
  if (order.ownUser && process.getuid?.() !== 0) throw new NotQuick();
  const codex = await product.load<Codex>('packages/codex/src/index.ts');
  await using resources = new AsyncDisposableStack();
  const scratch = resources.adopt(await scratchFor(order), (folder) => rm(folder, { recursive: true, force: true }));
  const workspace = await repositoryIn(scratch);
  const binary = await binaryFor(codex, order, scratch);
  const home = await codex.openCodexHome({ folder: path.join(scratch, 'home'), workspace, temporaryFolders: [] });
  const events: CommandEnded[] = [];
  const steps = { now: order.commands };
  const rules = [{ when: () => true, steps: () => [...steps.now.map((run) => ({ run })), { say: 'Done.' }] }];
  const model = resources.use(await startScriptedModel({ rules, key: turnKey }));
  const environment = { ...process.env, ...order.environment };
  const signal = AbortSignal.timeout(60_000);
  const upstream = `${model.url}/responses`;
  const proxy = resources.use(
    await codex.startProxy({ binary, key: turnKey, home: home.folder, environment, upstream, signal }),
  );
  const ports = { GATE: `${proxy.port}`, PROXY: `${await portOfKeyProxy(home.folder)}` };
  steps.now = order.commands.map((run) => run.replace(/GATE|PROXY/g, (name) => ports[name as keyof typeof ports]));
  await codex.configure(home, {
    port: proxy.port,
    network: order.network ?? { kind: 'off' },
    webSearch: 'disabled',
    repositoryInstructions: true,
    retries: 0,
  });
  const user = order.ownUser ? await userFor(codex, { workspace, codexHome: home.folder, binary }) : undefined;
  const agent = codex.codexAgent({
    binary,
    home,
    user,
    workspace,
    environment,
    patience: { wallMinutes: 1, idleMinutes: 1 },
    extras: { config: [] },
    onEvent: (event: CommandEnded) => events.push(event),
    proxy,
  });
  const { sandbox } = order;
  const end = await agent.takeTurn({ prompt: 'Go.', sessionId: undefined, sandbox, model: 'gpt-5.5' }, signal);
  const output = events.map((event) => (event.kind === 'command-ended' ? (event.output ?? '') : '')).join('\n');
  if (end.kind !== 'answered' && !order.mayFail)
    throw new Error(`The turn ended otherwise: ${JSON.stringify(end)}\n${output}`);
  return look({ output, workspace, home: home.folder, model });
}

/** Not below /tmp, where the sandbox lets a model write; another user needs a place that lets it through. */
async function scratchFor({ ownUser }: TurnOrder): Promise<string> {
  const parent = ownUser ? '/var/tmp' : path.join(sharedCache(), 'redteam');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'turn-'));
  if (ownUser) await chmod(folder, 0o755);
  return folder;
}

async function repositoryIn(scratch: string): Promise<string> {
  const folder = path.join(scratch, 'workspace');
  await mkdir(folder);
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder });
  git('init', '--quiet');
  git('-c', 'user.name=alice', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'Begin');
  return folder;
}

async function binaryFor(codex: Codex, { ownUser }: TurnOrder, scratch: string): Promise<string> {
  const { platform, arch, env: environment } = process;
  const place = { toolCache: sharedToolCache(), platform, arch, environment };
  const signal = AbortSignal.timeout(200_000);
  const { binary } = await codex.installCodex({ version: '0.169.0', ...place, signal });
  if (!ownUser) return binary;
  // The same files, under names that everybody may reach.
  execFileSync('cp', ['-al', path.dirname(path.dirname(binary)), path.join(scratch, 'tools')]);
  return path.join(scratch, 'tools', 'bin', 'codex');
}

async function userFor(
  codex: Codex,
  places: { readonly codexHome: string; readonly workspace: string; readonly binary: string },
): Promise<object> {
  const home = path.join(path.dirname(places.codexHome), 'user');
  // Two products are attacked at a time.
  return codex.ownUser({ ...places, home, id: randomInt(40_000, 60_000), root: await codex.becomeRoot() });
}

/** The port of the CLI's own proxy, whose folder is in `CODEX_HOME`: an attacker would try all of them. */
async function portOfKeyProxy(home: string): Promise<number> {
  for (const pid of execFileSync('pgrep', ['-P', `${process.pid}`], { encoding: 'utf8' })
    .trim()
    .split('\n')) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!line.includes('responses-api-proxy') || !line.includes(home)) continue;
    const inodes = execFileSync('ls', ['-l', `/proc/${pid}/fd`], { encoding: 'utf8' });
    const sockets = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((row) => row.trim().split(/\s+/));
    const listening = sockets.find((row) => row[3] === '0A' && inodes.includes(`socket:[${row[9]}]`));
    return Number.parseInt(listening?.[1]?.split(':')[1] ?? '', 16);
  }
  throw new Error("The CLI's proxy does not run.");
}

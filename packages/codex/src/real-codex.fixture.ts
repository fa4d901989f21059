import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Sandbox, TurnEnd, TurnOrder } from '@codex-worker/core';
import { type ScriptedModel, startScriptedModel } from '@codex-worker/lab/model';
import type { Rule } from '@codex-worker/lab/rule';
import { sharedToolCache } from '@codex-worker/lab/tool-cache';
import { configure, openCodexHome } from './home/codex-home.ts';
import type { CodexConfig } from './home/config.ts';
import { installCodex } from './install/install-codex.ts';
import { defaultVersion } from './install/release.ts';
import { codexAgent } from './process/agent.ts';
import type { CodexEvent } from './process/event.ts';
import type { Patience } from './process/watchdogs.ts';
import { startProxy } from './proxy/start-proxy.ts';
import type { CodexUser } from './user/codex-user.ts';
import type { LoanOrder } from './user/lend.ts';
import { ownUser } from './user/own-user.ts';
import { becomeRoot } from './user/root.ts';

export interface RealCodexSettings {
  readonly rules: readonly Rule[];
  /** Is given the body of every request to the model. */
  readonly onBody?: (body: string) => void;
  /** More settings, on the command line. */
  readonly settings?: readonly string[];
  readonly patience?: Patience;
  /** What is in the environment of the process that runs Codex, besides this machine's. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly key?: string;
  /** Whether Codex runs as a user of its own. Takes root. */
  readonly ownUser?: boolean;
  /** Where the key's proxy sends requests; the scripted model if absent. */
  readonly upstream?: string;
  /** Settings that differ from a run's. */
  readonly config?: Partial<CodexConfig>;
  /** Files of the workspace by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The real Codex CLI in a fresh home and workspace, in front of a scripted model. */
export interface RealCodex extends AsyncDisposable {
  readonly model: ScriptedModel;
  readonly workspace: string;
  readonly home: string;
  readonly binary: string;
  /** Its own user, where that was asked for. */
  readonly user: CodexUser | undefined;
  /** Port of the gate before the key's proxy. */
  readonly port: number;
  /** The events of all turns so far. */
  readonly events: readonly CodexEvent[];
  take(prompt: string, order?: Partial<TurnOrder>, signal?: AbortSignal): Promise<TurnEnd>;
}

const rightKey = 'sk-right';

/** The real 0.169.0; the first time it is downloaded, which takes seconds to minutes. */
export async function realBinary(): Promise<string> {
  const codex = await installCodex({
    version: defaultVersion,
    toolCache: sharedToolCache(),
    platform: process.platform,
    arch: process.arch,
    environment: process.env,
    signal: AbortSignal.timeout(300_000),
  });
  return codex.binary;
}

/** Sets everything up as a run of the worker does. */
export async function openRealCodex(settings: RealCodexSettings): Promise<RealCodex> {
  const { key = rightKey, files = { 'README.md': 'demo\n' } } = settings;
  const stack = new AsyncDisposableStack();
  const scratch = stack.adopt(await scratchFolder(settings), (folder) => rm(folder, { recursive: true, force: true }));
  const installed = await realBinary();
  const binary = settings.ownUser ? await linkedBinary(installed, scratch) : installed;
  const workspace = await repositoryWith(path.join(scratch, 'workspace'), files);
  const home = await openCodexHome({ folder: path.join(scratch, 'home'), workspace, temporaryFolders: [] });
  const model = stack.use(
    await startScriptedModel({
      rules: settings.rules,
      key: rightKey,
      ...(settings.onBody ? { onBody: settings.onBody } : {}),
    }),
  );
  const environment = { ...process.env, ...settings.environment };
  const upstream = settings.upstream ?? `${model.url}/responses`;
  const signal = AbortSignal.timeout(60_000);
  const proxy = stack.use(await startProxy({ binary, key, home: home.folder, environment, upstream, signal }));
  // Codex's own five retries of each kind take 8 to 25 seconds.
  const port = proxy.port;
  const usual = { network: { kind: 'off' }, webSearch: 'disabled', repositoryInstructions: true, retries: 0 } as const;
  await configure(home, { port, ...usual, ...settings.config });
  const events: CodexEvent[] = [];
  const user = settings.ownUser ? await userOf({ workspace, codexHome: home.folder, binary }) : undefined;
  const agent = codexAgent({
    binary,
    user,
    home,
    workspace,
    environment,
    patience: settings.patience ?? { wallMinutes: 1, idleMinutes: 1 },
    extras: { config: settings.settings ?? [] },
    onEvent: (event) => events.push(event),
    proxy,
  });
  const order = { sessionId: undefined, sandbox: 'workspace-write' as Sandbox, model: 'gpt-5.5', effort: undefined };
  return {
    model,
    workspace,
    home: home.folder,
    binary,
    user,
    port,
    events,
    take: (prompt, changes = {}, cancelled = new AbortController().signal) =>
      agent.takeTurn({ ...order, ...changes, prompt }, cancelled),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Not under /tmp: there the sandbox would let a model write to Codex's home. Another user needs a place that lets it through. */
async function scratchFolder({ ownUser }: RealCodexSettings): Promise<string> {
  const parent = ownUser ? '/var/tmp' : path.dirname(sharedToolCache());
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'scratch-'));
  if (ownUser) await chmod(folder, 0o755);
  return folder;
}

/** The same files under names that everybody may reach. */
async function linkedBinary(binary: string, scratch: string): Promise<string> {
  execFileSync('cp', ['-a', '--reflink=auto', '-l', path.dirname(path.dirname(binary)), path.join(scratch, 'tools')]);
  return path.join(scratch, 'tools', 'bin', 'codex');
}

async function userOf(places: Pick<LoanOrder, 'workspace' | 'codexHome' | 'binary'>): Promise<CodexUser> {
  const home = path.join(path.dirname(places.codexHome), 'user');
  return ownUser({ ...places, home, id: 40_000 + (process.pid % 20_000), root: await becomeRoot() });
}

async function repositoryWith(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder });
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=alice', '-c', 'user.email=alice@example.com', 'commit', '--quiet', '--message', 'Begin');
  return folder;
}

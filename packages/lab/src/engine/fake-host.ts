import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { EngineHost, JobRecord, LabEvent, Permissions, RunRecord } from '../run.ts';
import { type LocalEngine, startEngine } from './engine.ts';
import type { EngineOptions } from './options.ts';

/** A GitHub of files, secrets and tokens alone, with an engine on it: what the tests of the engine run against. */
export interface TestLab {
  readonly engine: LocalEngine;
  /** Permissions of every job token, by job name, in the order of minting. */
  readonly minted: { readonly name: string; readonly permissions: Permissions; readonly token: string }[];
  /** Tokens that have not been revoked. */
  readonly live: ReadonlySet<string>;
  /** Folder of the product. */
  readonly product: string;
  /** Home folder of the machine. */
  readonly home: string;
  /** Sends an event and waits for all to end; gives the runs that it made. */
  send(event?: Partial<LabEvent>): Promise<readonly RunRecord[]>;
  /** Sends an event that makes one run, and waits for it. */
  run(event?: Partial<LabEvent>): Promise<RunRecord>;
  /** Writes a file into the home folder of the machine, which steps can see. */
  write(file: string, text: string): void;
  /** Sends an event and gives its runs as they start. */
  start(event?: Partial<LabEvent>): Promise<readonly RunRecord[]>;
}

/** What a test may set. */
export interface TestSetup {
  /** Files of the product's repository. */
  readonly product?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly server?: string;
  readonly options?: Partial<EngineOptions>;
}

/** A commit id, as good as any. */
export const commit = 'a'.repeat(40);

/** Opens a lab whose hosted repository, `octo-org/demo`, has these files. */
export function openLab(files: Readonly<Record<string, string>>, setup: TestSetup = {}): TestLab {
  const root = mkdtempSync(path.join(tmpdir(), 'engine-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  const product = path.join(root, 'product');
  for (const [file, text] of Object.entries(setup.product ?? {})) write(path.join(product, file), text);
  const minted: { name: string; permissions: Permissions; token: string }[] = [];
  const live = new Set<string>();
  const engine = startEngine(fakeHost(files, setup, minted, live), {
    workDir: path.join(root, 'work'),
    toolCache: path.join(root, 'tools'),
    node: process.execPath,
    product: { root: product, repository: 'codex-worker/codex-worker' },
    env: { PATH: process.env['PATH'] ?? '', HOME: root },
    timeScale: 0.01,
    ...setup.options,
  });
  const start = async (event: Partial<LabEvent> = {}) => {
    const ids = await engine.dispatch({ ...push, ...event });
    return ids.flatMap((id) => engine.runs.find((run) => run.id === id) ?? []);
  };
  const send = async (event: Partial<LabEvent> = {}) => {
    const runs = await start(event);
    await engine.idle();
    return runs;
  };
  return {
    engine,
    minted,
    live,
    product,
    home: root,
    write: (file, text) => write(path.join(root, file), text),
    start,
    send,
    run: async (event) => {
      const [run, ...others] = await send(event);
      if (run === undefined || others.length > 0)
        throw new Error(`Expected one run, and there are ${others.length + (run ? 1 : 0)}.`);
      return run;
    },
  };
}

/** The conclusion of each job, by name. */
export function conclusions(run: RunRecord): Record<string, JobRecord['conclusion']> {
  return Object.fromEntries(run.jobs.map(({ name, conclusion }) => [name, conclusion]));
}

/** The lines that steps wrote to the log, without the scripts that the runner shows first. */
export function said(run: RunRecord, pattern: RegExp): readonly string[] {
  const lines = run.log.split('\n').map((line) => line.replace(/^[^\t]*\t[^\t]*\t\S+ /, ''));
  return lines.filter((line) => pattern.test(line) && !/^\s*(echo|printf|##\[group\]|console\.)/.test(line));
}

/** Resolves when the condition holds; fails after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('The condition did not come to hold within 5 s.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const push: LabEvent = { name: 'push', payload: {}, ref: 'refs/heads/main', sha: commit, actor: 'alice', byJob: false };

function fakeHost(
  files: Readonly<Record<string, string>>,
  setup: TestSetup,
  minted: { name: string; permissions: Permissions; token: string }[],
  live: Set<string>,
): EngineHost {
  const mint = (prefix: string) => {
    const token = `${prefix}_${minted.length}_${Math.random().toString(36).slice(2)}`;
    live.add(token);
    return token;
  };
  return {
    api: 'http://127.0.0.1:1',
    server: setup.server ?? 'http://github.localhost:1',
    repository: { id: 77, owner: 'octo-org', name: 'demo', defaultBranch: 'main' },
    mintJobToken: (permissions, { name }) => {
      const token = mint('ghs');
      minted.push({ name, permissions, token });
      return token;
    },
    revoke: (token) => live.delete(token),
    mintRuntimeToken: ({ runId, jobId }) => `runtime.${runId}.${jobId}`,
    readFile: async (_sha, file) => files[file],
    listFiles: async (_sha, folder) => Object.keys(files).filter((file) => file.startsWith(`${folder}/`)),
    isEnterprise: false,
    runnerWith: () => ({ version: '2.336.0' }),
    announceEnd: async () => [],
    secrets: new Map(Object.entries(setup.secrets ?? {})),
    variables: new Map(Object.entries(setup.variables ?? {})),
  };
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

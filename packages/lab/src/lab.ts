import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { controlRoutes } from './control.ts';
import { startEngine } from './engine/engine.ts';
import type { ProgressEvent, StepMoment } from './engine/options.ts';
import { type LabGitHub, startLabGitHub } from './github/lab-github.ts';
import { machineEnvironment } from './machine-environment.ts';
import { Misuse } from './misuse.ts';
import { demoRules } from './model/demo-rules.ts';
import { type ScriptedModel, startScriptedModel } from './model/scripted-model.ts';
import type { LabOptions } from './options.ts';
import { pageRoutes } from './page/page-routes.ts';
import type { Engine } from './run.ts';
import { sharedToolCache } from './tool-cache.ts';
import { workFolder } from './work-folder.ts';

/** The folder of this repository. */
export const productRoot = path.resolve(import.meta.dirname, '../../..');
const callers = path.join(productRoot, 'examples');
/** The release that callers name. Whatever its commit, the engine takes the product from this folder. */
const released = new Map([['codex-worker/codex-worker', new Map([['v1', 'c0de'.repeat(10)]])]]);
/** The scripted model takes no other. */
const labKey = 'sk-lab-0123456789abcdef0123456789abcdef';

export interface Lab extends AsyncDisposable {
  readonly github: LabGitHub;
  /** Where a browser finds it. */
  readonly page: string;
  readonly engine: Engine;
  readonly model: ScriptedModel | undefined;
  /** How long jobs took, by id: GitHub's own times have whole seconds. */
  readonly jobMs: ReadonlyMap<number, number>;
  /** Stores a secret of the repository as its settings page does; undefined deletes it. */
  setSecret(name: string, value: string | undefined): void;
}

/** How a lab is opened. */
export type LabOrder = Pick<LabOptions, 'port' | 'repo' | 'modelUrl' | 'live' | 'secrets' | 'variables'> & {
  /** The folder whose actions and workflows run; this repository otherwise. */
  readonly product?: string;
  readonly onProgress?: (event: ProgressEvent) => void;
  readonly onShutdown?: () => void;
  readonly losesRunner?: (at: StepMoment) => boolean;
  /** What the environment of the runner's machine has beside the usual. */
  readonly machine?: Readonly<Record<string, string>>;
  /** More files of the first commit, by path. With a workflow among them, they are the callers. */
  readonly files?: ReadonlyMap<string, string>;
  /** Whether only people with a role in the repository see it. */
  readonly private?: boolean;
  /** Shortens or stretches the runner's timeouts; 1 is GitHub's. */
  readonly timeScale?: number;
  /** Be GitHub Enterprise Server, which has no runners but those of its settings. */
  readonly enterprise?: boolean;
  /** The clock of GitHub; this machine's otherwise. */
  readonly now?: () => Date;
};

/** Starts everything: GitHub, the engine and, unless another is given, the model. */
export async function startLab(order: LabOrder): Promise<Lab> {
  await using started = new AsyncDisposableStack();
  const folder = await workFolder();
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const model =
    order.modelUrl || order.live ? undefined : started.use(await startScriptedModel({ rules: demoRules, key: labKey }));
  const secrets = new Map([['OPENAI_API_KEY', keyOf(order)], ...order.secrets]);
  const github = await startLabGitHub({
    port: order.port,
    dataDir: path.join(folder, 'github'),
    owner: 'octo-org',
    name: 'demo',
    ...(await seedOf(order)),
    secrets,
    variables: new Map([...apiVariable(order, model), ...order.variables]),
    elsewhere: released,
    private: order.private ?? false,
    ...(order.now ? { now: order.now } : {}),
    ...(order.enterprise ? { enterprise: true } : {}),
  });
  started.defer(() => github.close());
  const clock = jobClock();
  const engine = startEngine(github, {
    workDir: path.join(folder, 'runner'),
    toolCache: sharedToolCache(),
    node: process.execPath,
    product: { root: order.product ?? productRoot, repository: 'codex-worker/codex-worker' },
    env: { ...machineEnvironment(process.env), ...order.machine },
    timeScale: order.timeScale ?? 1,
    ...(order.losesRunner ? { losesRunner: order.losesRunner } : {}),
    onProgress: (event) => {
      clock.see(event);
      order.onProgress?.(event);
    },
  });
  started.defer(() => stopRuns(engine));
  github.attach(engine);
  pageRoutes(github.app, github.inside);
  controlRoutes(github.app, engine, order.onShutdown ?? (() => undefined));
  const resources = started.move();
  return {
    github,
    page: `${new URL(github.api).origin}/${github.repository.owner}/${github.repository.name}/issues`,
    engine,
    model,
    jobMs: clock.ms,
    setSecret: (name, value) => void (value === undefined ? secrets.delete(name) : secrets.set(name, value)),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function jobClock() {
  const started = new Map<number, number>();
  const ms = new Map<number, number>();
  const see = (event: ProgressEvent) => {
    if (event.kind === 'job-started') started.set(event.job.id, performance.now());
    const begin = event.kind === 'job-ended' ? started.get(event.job.id) : undefined;
    if (event.kind === 'job-ended' && begin !== undefined) ms.set(event.job.id, Math.round(performance.now() - begin));
  };
  return { ms, see };
}

function keyOf({ live }: LabOrder): string {
  const key = live ? process.env['OPENAI_API_KEY'] : labKey;
  if (key) return key;
  throw new Misuse('--live needs a key. Set OPENAI_API_KEY in the environment.');
}

/** The variable that points the workflow at another Responses API than OpenAI's. */
function apiVariable(
  { modelUrl, live }: LabOrder,
  model: ScriptedModel | undefined,
): readonly (readonly [string, string])[] {
  if (live) return [];
  return [['CODEX_WORKER_RESPONSES_API_URL', responsesAddress(modelUrl ?? model?.url ?? '')]];
}

/** `http://host`, `http://host/v1` and `http://host/v1/responses` all mean the last. */
export function responsesAddress(url: string): string {
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/+$/, '') || '/v1';
  return `${origin}${base.endsWith('/responses') ? base : `${base}/responses`}`;
}

/** The folder that the repository begins with, and the example caller where it has no workflows of its own. */
async function seedOf({
  repo,
  files = new Map(),
}: LabOrder): Promise<{ seedFrom: string; extraFiles: ReadonlyMap<string, string> }> {
  const seedFrom = repo === undefined ? path.join(productRoot, 'packages/lab/demo') : path.resolve(repo);
  const workflows = await readdir(path.join(seedFrom, '.github/workflows')).catch(() => []);
  const brought = [...files.keys()].some((file) => file.startsWith('.github/workflows/'));
  const isEmpty = files.size === 0 && (await readdir(seedFrom)).length === 0;
  // A repository without commits stays one.
  if (workflows.length > 0 || brought || isEmpty) return { seedFrom, extraFiles: files };
  const caller = await readFile(path.join(callers, 'codex.yml'), 'utf8');
  return { seedFrom, extraFiles: new Map([['.github/workflows/codex.yml', caller], ...files]) };
}

async function stopRuns(engine: Engine): Promise<void> {
  for (const run of engine.runs) engine.cancel(run.id, true);
  await engine.idle();
}

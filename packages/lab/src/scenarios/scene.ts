import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readMarkers } from '@codex-worker/core';
import { Octokit } from '@octokit/rest';
import { vi } from 'vitest';
import { type Lab, productRoot, startLab } from '../lab.ts';
import type { Rule } from '../model/rule.ts';
import { type ScriptedModel, startScriptedModel } from '../model/scripted-model.ts';
import type { JobRecord, RunRecord } from '../run.ts';
import { standardRules } from './standard-rules.ts';

// A turn with the real Codex takes some two seconds, and much more where other things run beside it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000, maxConcurrency: 4 });

export type Persona = 'owner' | 'writer' | 'reader' | 'stranger' | 'bot';

/** The key that the scene's repository has, and its model takes. */
export const sceneKey = 'sk-scene-0123456789abcdef0123456789abcdef';

/** A lab as `npm start` opens it. */
export const productionOrder = {
  port: 0,
  repo: undefined,
  modelUrl: undefined,
  live: false,
  secrets: new Map<string, string>(),
  variables: new Map<string, string>(),
} as const;

export interface SceneOrder {
  /** What the model does, looked at before the standard rules. */
  readonly rules?: readonly Rule[];
  /** Lines for `with:` of the caller. */
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  /** Changes the text of the caller. */
  readonly caller?: (text: string) => string;
  /** Callers by the name of their file, in place of the example's. */
  readonly callers?: Readonly<Record<string, string>>;
  /** Files of the repository beside the demo's. */
  readonly files?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The keys that the model takes: `any`, or the scene's own. */
  readonly keys?: 'any' | 'own';
  readonly timeScale?: number;
  /** A folder that the repository begins with; the demo repository otherwise. */
  readonly repo?: string;
}

export interface Reply {
  readonly id: number;
  readonly body: string;
}

/** A lab with a model of its own, and people who act in it. */
export interface Scene extends AsyncDisposable {
  readonly lab: Lab;
  readonly model: ScriptedModel;
  readonly place: { readonly owner: string; readonly repo: string };
  as(who: Persona): Octokit;
  /** Opens an issue; answers its number, and does not wait for what follows. */
  opens(who: Persona, title: string, body?: string, more?: { labels?: string[]; type?: string }): Promise<number>;
  /** Comments; answers the comment's id. */
  comments(who: Persona, number: number, body: string): Promise<number>;
  /** Starts the caller by hand. */
  dispatches(inputs: Readonly<Record<string, string>>): Promise<void>;
  /** Waits until nothing runs. */
  idle(): Promise<void>;
  /** The owner opens an issue, and everything that follows happens. Answers its number. */
  begin(title: string, body?: string): Promise<number>;
  /** The owner comments, and everything that follows happens. Answers the newest reply. */
  follow(number: number, text: string): Promise<string>;
  /** Waits until the model was asked for this. */
  askedFor(text: string): Promise<void>;
  /** What the worker has said in a thread, oldest first. */
  replies(number: number): Promise<readonly Reply[]>;
  /** The newest thing that the worker said in a thread. */
  lastReply(number: number): Promise<string>;
  /** The newest pull request from a branch that begins so. */
  pullOf(issue: number): Promise<{ number: number; branch: string; title: string; body: string }>;
  /** The files of a branch. */
  filesOf(branch: string): Promise<readonly string[]>;
  artifacts(name: string): Promise<readonly { id: number; bytes: number; runId: number }[]>;
  readonly runs: readonly RunRecord[];
  lastRun(): RunRecord;
}

/** Opens a scene. It ends with its scope. */
export async function openScene(order: SceneOrder = {}): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const rules = [...(order.rules ?? []), ...standardRules];
  const model = opened.use(await startScriptedModel({ rules, ...(order.keys === 'any' ? {} : { key: sceneKey }) }));
  const lab = opened.use(
    await startLab({
      ...productionOrder,
      repo: order.repo,
      modelUrl: model.url,
      secrets: new Map(Object.entries({ OPENAI_API_KEY: sceneKey, ...order.secrets })),
      files: new Map(Object.entries(order.repo === undefined ? await filesOf(order) : {})),
      timeScale: order.timeScale ?? 1,
    }),
  );
  const resources = opened.move();
  return { ...actionsOf(lab, model), lab, model, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function filesOf(order: SceneOrder): Promise<Readonly<Record<string, string>>> {
  if (order.callers) {
    const callers = Object.entries(order.callers).map(([name, text]) => [`.github/workflows/${name}`, text]);
    return { ...Object.fromEntries(callers), ...order.files };
  }
  const text = await readFile(path.join(productRoot, 'examples/codex.yml'), 'utf8');
  const settings = Object.entries(order.with ?? {}).map(([name, value]) => `      ${name}: ${JSON.stringify(value)}\n`);
  const withInputs =
    settings.length === 0 ? text : text.replace(/^ {4}secrets:/m, `    with:\n${settings.join('')}    secrets:`);
  return { '.github/workflows/codex.yml': order.caller?.(withInputs) ?? withInputs, ...order.files };
}

function actionsOf(lab: Lab, model: ScriptedModel): Omit<Scene, 'lab' | 'model' | typeof Symbol.asyncDispose> {
  const { owner, name: repo } = lab.github.repository;
  const place = { owner, repo };
  const as = (who: Persona) =>
    new Octokit({ baseUrl: lab.github.api, auth: lab.github.tokens[who], log: silent, request: { retries: 0 } });
  const replies = async (number: number): Promise<readonly Reply[]> => {
    const { data } = await as('owner').rest.issues.listComments({ ...place, issue_number: number, per_page: 100 });
    const ours = data.filter(({ user }) => user?.login === 'github-actions[bot]');
    return ours.map(({ id, body }) => ({ id, body: body ?? '' }));
  };
  const lastReply = async (number: number): Promise<string> => (await replies(number)).at(-1)?.body ?? '';
  const opens: Scene['opens'] = async (who, title, body, more = {}) => {
    const text = body === undefined ? {} : { body };
    return (await as(who).rest.issues.create({ ...place, title, ...text, ...more })).data.number;
  };
  const comments: Scene['comments'] = async (who, number, body) =>
    (await as(who).rest.issues.createComment({ ...place, issue_number: number, body })).data.id;
  return {
    place,
    as,
    replies,
    lastReply,
    opens,
    comments,
    async begin(title, body) {
      const issue = await opens('owner', title, body);
      await lab.engine.idle();
      return issue;
    },
    async follow(number, text) {
      await comments('owner', number, text);
      await lab.engine.idle();
      return lastReply(number);
    },
    askedFor: (text) => until(() => model.requests.some(({ request }) => request?.prompt.includes(text) === true)),
    async dispatches(inputs) {
      const workflow = { ...place, workflow_id: 'codex.yml', ref: 'main' };
      await as('writer').rest.actions.createWorkflowDispatch({ ...workflow, inputs });
    },
    idle: () => lab.engine.idle(),
    async pullOf(issue) {
      const { data } = await as('owner').rest.pulls.list({ ...place, state: 'all' });
      const pull = data.find(({ head }) => head.ref.startsWith(`codex/issue-${issue}/`));
      if (!pull) throw new Error(`There is no pull request for #${issue}.`);
      return { number: pull.number, branch: pull.head.ref, title: pull.title, body: pull.body ?? '' };
    },
    async filesOf(branch) {
      const { stdout } = await run('git', ['-C', lab.github.gitFolder, 'ls-tree', '-r', '--name-only', '-z', branch]);
      return stdout.split('\0').filter((file) => file !== '');
    },
    async artifacts(name) {
      const { data } = await as('owner').rest.actions.listArtifactsForRepo({ ...place, name });
      return data.artifacts.map(({ id, size_in_bytes, workflow_run }) => ({
        id,
        bytes: size_in_bytes,
        runId: workflow_run?.id ?? 0,
      }));
    },
    get runs() {
      return lab.engine.runs;
    },
    lastRun() {
      const run = lab.engine.runs.at(-1);
      if (!run) throw new Error('Nothing ever ran.');
      return run;
    },
  };
}

const run = promisify(execFile);

const ignore = () => {};
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Waits until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It was never so: ${isSo}`);
    await sleep(25);
  }
}

/** What a run's jobs answered under this name. */
export function outputOf(run: RunRecord, name: string): string | undefined {
  return run.jobs.map(({ outputs }) => outputs[name]).find((value) => value !== undefined && value !== '');
}

/** The job of a run whose name ends so. */
export function jobOf(run: RunRecord, name: string): JobRecord | undefined {
  return run.jobs.find((job) => job.name === name || job.name.endsWith(` ${name}`));
}

/** What a person reads on the page of a run: the errors, one a line. */
export function errorsOf(run: RunRecord): string {
  const annotations = run.jobs.flatMap((job) => job.annotations);
  return annotations
    .filter(({ level }) => level === 'error')
    .map(({ message }) => message)
    .join('\n');
}

/** What a run's page shows without being an error: the route's reason, for example. */
export function noticesOf(run: RunRecord): string {
  const annotations = run.jobs.flatMap((job) => job.annotations);
  return annotations
    .filter(({ level }) => level !== 'error')
    .map(({ message }) => message)
    .join('\n');
}

/** The requests that some replies of the worker answer. */
export function answersIn(replies: readonly Reply[]): readonly string[] {
  return replies.flatMap(({ body }) => readMarkers(body)).map(({ requestId, outcome }) => `${requestId} ${outcome}`);
}

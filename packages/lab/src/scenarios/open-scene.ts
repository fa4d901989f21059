import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Octokit } from '@octokit/rest';
import { type Lab, type LabOrder, productRoot, startLab } from '../lab.ts';
import type { Rule } from '../model/rule.ts';
import { type ScriptedModel, startScriptedModel } from '../model/scripted-model.ts';
import type { RunRecord } from '../run.ts';
import { actingIn } from './acting.ts';
import { standardRules } from './standard-rules.ts';

export type Persona = 'owner' | 'writer' | 'reader' | 'stranger' | 'bot';

/** The key that the scene's repository has, and its model takes. */
export const sceneKey = 'sk-scene-0123456789abcdef0123456789abcdef';

/** A folder with this repository and another build of it, to see a change before it is in dist/. */
const triedBuild = process.env['SCENE_PRODUCT'];

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
  readonly variables?: Readonly<Record<string, string>>;
  /** The keys that the model takes: `any`, or the scene's own. */
  readonly keys?: 'any' | 'own';
  readonly private?: boolean;
  readonly timeScale?: number;
  /** The clock of GitHub; this machine's otherwise. */
  readonly now?: () => Date;
  /** Be GitHub Enterprise Server. */
  readonly enterprise?: boolean;
  /** A folder that the repository begins with; the demo repository otherwise. */
  readonly repo?: string;
  /** The folder whose actions and workflows run; this repository otherwise. */
  readonly product?: string;
  /** Looked at and disturbed from outside. */
  readonly watch?: Pick<LabOrder, 'onProgress' | 'losesRunner' | 'machine'>;
  /** Is given the body of every request to the model. */
  readonly onModelRequest?: (body: string) => void;
}

export interface Reply {
  readonly id: number;
  readonly body: string;
}

/** What people do in a scene, and what they get to see. */
export interface Acting {
  readonly place: { readonly owner: string; readonly repo: string };
  as(who: Persona): Octokit;
  /** Opens an issue; answers its number, and does not wait for what follows. */
  opens(who: Persona, title: string, body?: string, more?: { labels?: string[]; type?: string }): Promise<number>;
  /** Comments; answers the comment's id. */
  comments(who: Persona, number: number, body: string): Promise<number>;
  /** Starts the caller by hand. */
  dispatches(inputs: Readonly<Record<string, string>>, file?: string): Promise<void>;
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

/** A lab with a model of its own, and people who act in it. It ends with its scope. */
export interface Scene extends Acting, AsyncDisposable {
  readonly lab: Lab;
  readonly model: ScriptedModel;
}

/** Opens a scene. */
export async function openScene(order: SceneOrder = {}): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const rules = [...(order.rules ?? []), ...standardRules];
  const product = order.product ?? triedBuild;
  const { onModelRequest: onBody } = order;
  const keyed = order.keys === 'any' ? {} : { key: sceneKey };
  const model = opened.use(await startScriptedModel({ rules, ...keyed, ...(onBody ? { onBody } : {}) }));
  const lab = opened.use(
    await startLab({
      ...productionOrder,
      ...order.watch,
      repo: order.repo,
      modelUrl: model.url,
      variables: new Map(Object.entries(order.variables ?? {})),
      secrets: new Map(Object.entries({ OPENAI_API_KEY: sceneKey, ...order.secrets })),
      files: new Map(Object.entries(order.repo === undefined ? await filesOf(order) : {})),
      private: order.private ?? false,
      timeScale: order.timeScale ?? 1,
      ...(product === undefined ? {} : { product }),
      ...(order.now ? { now: order.now } : {}),
      ...(order.enterprise ? { enterprise: true } : {}),
    }),
  );
  const resources = opened.move();
  return { ...actingIn(lab, model), lab, model, [Symbol.asyncDispose]: () => resources.disposeAsync() };
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

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Lab, startLab } from '../lab.ts';
import { startScriptedModel } from '../model/scripted-model.ts';
import { actingIn } from '../scenarios/acting.ts';
import type { Acting } from '../scenarios/scene.ts';
import { standardRules } from '../scenarios/standard-rules.ts';
import { createKiller, type Killer } from './disturbance.ts';

/** A pull request, the issue that it is from, and what was asked in both. */
export interface Standing {
  readonly issue: number;
  readonly pull: number;
  readonly requests: string[];
}

/** A lab for some cases, one after another. It ends with its scope. */
export interface SoakStage extends AsyncDisposable {
  readonly acting: Acting;
  readonly lab: Lab;
  readonly killer: Killer;
  /** The thread that further requests are made in: a pull request that has a session. Made when it is first needed. */
  standing(): Promise<Standing>;
  /** Writes the logs of all runs. */
  saveLogs(folder: string): Promise<void>;
}

/** Opens a lab. */
export async function openStage(): Promise<SoakStage> {
  await using opened = new AsyncDisposableStack();
  const model = opened.use(await startScriptedModel({ rules: standardRules }));
  const killer = createKiller();
  const lab = opened.use(
    await startLab({
      port: 0,
      repo: undefined,
      modelUrl: model.url,
      live: false,
      secrets: new Map(),
      variables: new Map(),
      onProgress: killer.onProgress,
      losesRunner: killer.losesRunner,
    }),
  );
  const acting = actingIn(lab, model);
  let standing: Promise<Standing> | undefined;
  const resources = opened.move();
  return {
    acting,
    lab,
    killer,
    standing: () => {
      standing ??= begin(acting);
      return standing;
    },
    saveLogs: async (folder) => {
      await mkdir(folder, { recursive: true });
      for (const { id, log } of lab.engine.runs) await writeFile(path.join(folder, `run-${id}.log`), log);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** A thread that has moved to its pull request, and with `first` was asked there already. */
export async function begin(acting: Acting, first = 'hello'): Promise<Standing> {
  const issue = await acting.begin('Standing', 'write standing.txt: 1');
  const pull = (await acting.pullOf(issue)).number;
  const requests = [`issue-${issue}`];
  if (first !== '') requests.push(`comment-${await acting.comments('owner', pull, first)}`);
  await acting.idle();
  return { issue, pull, requests };
}

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Lab, startLab } from '../lab.ts';
import { startScriptedModel } from '../model/scripted-model.ts';
import { actingIn } from '../scenarios/acting.ts';
import type { Acting } from '../scenarios/scene.ts';
import { standardRules } from '../scenarios/standard-rules.ts';
import { createKiller, type Killer } from './disturbance.ts';

/** A lab for some cases, one after another. It ends with its scope. */
export interface SoakStage extends AsyncDisposable {
  readonly acting: Acting;
  readonly lab: Lab;
  readonly killer: Killer;
  /** A thread that further requests are made in; asked for what its requests were. */
  readonly standing: { readonly issue: number; readonly pull: number; readonly requests: string[] };
  /** Writes the logs of all runs. */
  saveLogs(folder: string): Promise<void>;
}

/** Opens a lab whose thread `standing` is in its pull request already. */
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
  const issue = await acting.begin('Standing', 'write standing.txt: 1');
  const pull = (await acting.pullOf(issue)).number;
  const resources = opened.move();
  return {
    acting,
    lab,
    killer,
    standing: { issue, pull, requests: [`issue-${issue}`] },
    saveLogs: async (folder) => {
      await mkdir(folder, { recursive: true });
      for (const { id, log } of lab.engine.runs) await writeFile(path.join(folder, `run-${id}.log`), log);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

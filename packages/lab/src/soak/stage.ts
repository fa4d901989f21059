import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Lab, startLab } from '../lab.ts';
import { type ScriptedModel, startScriptedModel } from '../model/scripted-model.ts';
import { actingIn } from '../scenarios/acting.ts';
import type { Acting } from '../scenarios/scene.ts';
import { standardRules } from '../scenarios/standard-rules.ts';
import { createKiller, type Killer } from './killer.ts';
import { placeOf, type SoakThread } from './soak-thread.ts';

/** A lab for some cases, one after another. It ends with its scope. */
export interface SoakStage extends AsyncDisposable {
  readonly acting: Acting;
  readonly lab: Lab;
  readonly model: ScriptedModel;
  readonly killer: Killer;
  /** The thread that further requests are made in: a pull request that has a session. Made where there is none yet. */
  standing(): Promise<SoakThread>;
  /** Makes the thread of a case that one. */
  adopt(thread: SoakThread): void;
  readonly hasStanding: boolean;
  /** Opens an issue; with `file`, it asks for that file. */
  opens(more?: RequestMore): Promise<SoakThread>;
  /** Comments where the thread is now. */
  asks(thread: SoakThread, more?: RequestMore): Promise<void>;
  /** A case of the standing thread has not been followed by another yet. */
  owesNext: boolean;
  /** Writes the logs of all runs, and what was said in all threads. */
  saveLogs(folder: string): Promise<void>;
}

export interface RequestMore {
  /** A file of its own that the request asks for. */
  readonly writes?: boolean;
  /** Further lines of the request. */
  readonly work?: string;
}

/** Opens a lab; `product` is the folder whose actions and workflows run, if not this one. */
export async function openStage(product?: string): Promise<SoakStage> {
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
      ...(product === undefined ? {} : { product }),
      onProgress: killer.onProgress,
      losesRunner: killer.losesRunner,
    }),
  );
  lab.github.faults.watch((method, path) => killer.onCall(method, path, lab.github.faults));
  const acting = actingIn(lab, model);
  const asking = askingIn(acting);
  let standing: Promise<SoakThread> | undefined;
  const resources = opened.move();
  return {
    acting,
    lab,
    model,
    killer,
    ...asking,
    standing: () => {
      standing ??= begin(acting, asking);
      return standing;
    },
    adopt: (thread) => {
      standing = Promise.resolve(thread);
    },
    get hasStanding() {
      return standing !== undefined;
    },
    owesNext: false,
    saveLogs: async (folder) => {
      await mkdir(folder, { recursive: true });
      for (const { id, attempt, log } of acting.runs)
        await writeFile(path.join(folder, `run-${id}.${attempt}.log`), log);
      await writeFile(path.join(folder, 'comments.md'), await everythingSaid(acting));
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function everythingSaid({ as, place }: Acting): Promise<string> {
  const octokit = as('owner');
  const comments = await octokit.paginate(octokit.rest.issues.listCommentsForRepo, { ...place, per_page: 100 });
  const told = comments.map(({ id, issue_url, user, body }) => {
    const number = issue_url.split('/').at(-1);
    return `## #${number}, comment-${id}, ${user?.login}\n\n${body ?? ''}\n`;
  });
  return told.join('\n');
}

type Asking = Pick<SoakStage, 'opens' | 'asks'>;

function askingIn(acting: Acting): Asking {
  let count = 0;
  const compose = ({ writes = false, work }: RequestMore) => {
    count += 1;
    const words = `Question ${count}.`;
    const file = `file-${count}.txt`;
    const lines = [words, ...(writes ? [`write ${file}: ${count}`] : []), ...(work === undefined ? [] : [work])];
    return { words, text: lines.join('\n'), ...(writes ? { file } : {}) };
  };
  return {
    opens: async (more = {}) => {
      const { text, ...asked } = compose(more);
      const issue = await acting.opens('owner', 'Soak', text);
      return { issue, pull: undefined, asked: [{ id: `issue-${issue}`, at: issue, ...asked }] };
    },
    asks: async (thread, more = {}) => {
      const { text, ...asked } = compose(more);
      const at = placeOf(thread);
      thread.asked.push({ id: `comment-${await acting.comments('owner', at, text)}`, at, ...asked });
    },
  };
}

/** A thread that has moved to its pull request, and was asked there already. */
async function begin(acting: Acting, { opens, asks }: Asking): Promise<SoakThread> {
  const thread = await opens({ writes: true });
  await acting.idle();
  thread.pull = (await acting.pullOf(thread.issue)).number;
  await asks(thread);
  await acting.idle();
  return thread;
}

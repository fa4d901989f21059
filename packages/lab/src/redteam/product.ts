import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { openScene, type Scene, type SceneOrder } from '../scenarios/open-scene.ts';
import { openStage, type Stage } from '../stage/stage.ts';

/** A whole product to attack, in a folder of its own. The cheaper way that proves the same is the better one: functions, then actions, then the scene. */
export interface Product {
  /** The folder of its sources. */
  readonly root: string;
  /** Whether only attacks that take milliseconds are wanted. */
  readonly isQuick: boolean;
  /** Its core. Milliseconds. */
  core(): Promise<typeof import('@codex-worker/core')>;
  /** Any module of its sources, by its path from the root. */
  load<Module>(file: string): Promise<Module>;
  /** Single actions, run as a runner runs them. All attacks on a product share this one: open an issue of your own. */
  stage(): Promise<SharedStage>;
  /** Its workflows, the real Codex, and a model that does what the request says (`shell …`, `write file: …`). Shared like the stage. */
  scene(): Promise<SharedScene>;
  /** The same, as ordered and for one attack alone; it ends with its scope. */
  openScene(order: SceneOrder): Promise<Scene>;
}

export type SharedStage = Omit<Stage, typeof Symbol.asyncDispose>;
export type SharedScene = Omit<Scene, typeof Symbol.asyncDispose>;

/** Opens the product whose sources are in a folder. It is built when an attack first needs that. */
export function openProduct(root: string): Product & AsyncDisposable {
  const resources = new AsyncDisposableStack();
  const load = <Module>(file: string): Promise<Module> => import(pathToFileURL(path.join(root, file)).href);
  const built = once(() => run(process.execPath, [path.join(root, 'scripts/build.ts')], { cwd: root }));
  const stage = once(async () => {
    await built();
    return resources.use(await openStage({}, root));
  });
  const open = async (order: SceneOrder) => {
    await built();
    return openScene({ ...order, product: root });
  };
  const scene = once(async () => resources.use(await open({})));
  return {
    root,
    isQuick: false,
    load,
    core: () => load('packages/core/src/index.ts'),
    stage,
    scene,
    openScene: open,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** A product of which only the functions can be used. */
export function functionsOf(product: Product): Product {
  const refuse = () => Promise.reject(new NotQuick());
  // A repository takes a dozen processes of git.
  const load: Product['load'] = (file) => (file.endsWith('/demo-remote.ts') ? refuse() : product.load(file));
  return { ...product, isQuick: true, load, stage: refuse, scene: refuse, openScene: refuse };
}

/** The attack needs more of the product than its functions. */
export class NotQuick extends Error {}

const run = promisify(execFile);

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

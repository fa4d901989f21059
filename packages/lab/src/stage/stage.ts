import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { type LabGitHub, type LabGitHubOptions, startLabGitHub } from '../github/lab-github.ts';
import type { ConcurrencyGroup, Engine, LabEvent, RunRecord } from '../run.ts';
import { sharedCache } from '../tool-cache.ts';
import { productRoot } from './action-file.ts';
import { newRun, type RunChanges } from './run-on-record.ts';
import { createJob, type JobWish, type StageJob } from './stage-job.ts';

export { permissionsOf } from './action-file.ts';
export { type LeftTurn, leaveTurn } from './left-turn.ts';
export type { Transcript } from './run-action.ts';
export { recordJob } from './run-on-record.ts';
export type { StageJob } from './stage-job.ts';

/** A local GitHub on which single actions are run the way a runner runs them, without workflow files. */
export interface Stage extends AsyncDisposable {
  readonly github: LabGitHub;
  /** Calls the API as somebody, by login. */
  call(login: string, method: string, route: string, body?: object): Promise<Record<string, unknown>>;
  /** What GitHub sent to Actions because of a call: the event of the last one. */
  opened(
    issue: { readonly title: string; readonly body?: string; readonly labels?: readonly string[] },
    by?: string,
  ): Promise<LabEvent>;
  commented(number: number, body: string, by?: string): Promise<LabEvent>;
  /** Everything that GitHub sent to Actions so far. */
  readonly events: readonly LabEvent[];
  /** The concurrency groups that the API tells of; tests put them there. */
  readonly groups: ConcurrencyGroup[];
  /** Puts a run of an event on record, so that the API knows it. */
  run(event: LabEvent, changes?: RunChanges): RunRecord;
  /** A job of a run, on a machine of its own, with a token that has exactly the permissions given. */
  job(run: RunRecord, event: LabEvent, wish: JobWish): Promise<StageJob>;
  /** Makes requests fail; with `after`, only the answer of one that took effect is lost. */
  fault(
    method: string,
    path: RegExp,
    effect:
      | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly message?: string }
      | 'drop',
    options?: { readonly after?: true; readonly times?: number },
  ): void;
}

/** Opens a stage with the repository `octo-org/demo`; `product` is the folder whose actions run, if not this one. */
export async function openStage(options: Partial<LabGitHubOptions> = {}, product = productRoot): Promise<Stage> {
  // Not below /tmp: there Codex's sandbox would let a model write to Codex's home.
  const parent = path.join(sharedCache(), 'stage');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(parent, 'stage-'));
  const files = new Map([['README.md', '# Demo\n']]);
  const github = await startLabGitHub({
    dataDir: path.join(folder, 'github'),
    owner: 'octo-org',
    name: 'demo',
    extraFiles: files,
    ...options,
  });
  const book = runBook();
  github.attach(book.engine);
  const place = `${github.api}/repos/${github.repository.owner}/${github.repository.name}`;
  const call: Stage['call'] = async (login, method, route, body) => {
    const response = await fetch(`${place}${route}`, {
      method,
      headers: { authorization: `token ${github.tokenFor(login)}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (response.status >= 400)
      throw new Error(`${method} ${route} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
  };
  return {
    github,
    call,
    opened: async (issue, by = 'wanda') => {
      await call(by, 'POST', '/issues', issue);
      return book.lastEvent();
    },
    commented: async (number, body, by = 'wanda') => {
      await call(by, 'POST', `/issues/${number}/comments`, { body });
      return book.lastEvent();
    },
    events: book.events,
    groups: book.groups,
    run: (event, changes = {}) => {
      const run = newRun(book.runs.length + 1, event, changes);
      book.runs.push(run);
      return run;
    },
    job: (run, event, wish) => createJob({ github, folder, product, run, event }, wish),
    fault: (method, route, effect, { after, times = 1 } = {}) =>
      github.faults.add({
        method,
        path: route,
        times,
        when: after ? 'after' : 'before',
        effect:
          effect === 'drop'
            ? { kind: 'drop' }
            : {
                kind: 'answer',
                status: effect.status,
                headers: effect.headers ?? {},
                body: { message: effect.message ?? 'Server Error' },
              },
      }),
    async [Symbol.asyncDispose]() {
      await github.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Stands where the engine stands: keeps events and runs, and starts nothing. */
function runBook() {
  const runs: RunRecord[] = [];
  const events: LabEvent[] = [];
  const groups: ConcurrencyGroup[] = [];
  const engine: Engine = {
    runs,
    dispatch: async (event) => {
      events.push(event);
      return [];
    },
    cancel: (id) => runs.some((run) => run.id === id && run.status !== 'completed'),
    rerun: () => false,
    concurrencyGroups: () => groups,
    idle: async () => undefined,
  };
  const lastEvent = () => {
    const event = events.at(-1);
    if (event === undefined) throw new Error('Nothing has happened in the repository yet.');
    return event;
  };
  return { runs, events, groups, engine, lastEvent };
}

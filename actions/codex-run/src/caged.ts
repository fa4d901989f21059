import { realpath } from 'node:fs/promises';
import path from 'node:path';
import {
  assertSafe,
  assertSandbox,
  type CodexUser,
  keepFiles,
  keepPrograms,
  type PreflightOrder,
} from '@codex-worker/codex';
import { type Agent, catalogue, type Sandbox, type TurnEnd, type TurnOrder } from '@codex-worker/core';
import { type RunFacts, warning } from '@codex-worker/github';
import type { RunInputs } from './inputs.ts';

export interface Cage extends Omit<PreflightOrder, 'sandbox'> {
  readonly run: RunFacts;
  readonly inputs: Pick<RunInputs, 'safety' | 'network'>;
  readonly user: CodexUser | undefined;
  /** The folder of `CODEX_HOME`, beside which the actions of a job keep their work. */
  readonly codexHome: string;
}

/** Lets an agent take only such turns as the workflow allows, and looks after each at what it must not have changed. */
export function caged(agent: Agent, cage: Cage): Agent {
  const tried = new Set<Sandbox>();
  return {
    takeTurn: async (order, signal) => {
      assertSafe(order.sandbox, cage.inputs);
      // Codex ends well where its sandbox could not start: its commands fail, and it answers all the same.
      if (!tried.has(order.sandbox)) await assertSandbox({ ...cage, sandbox: order.sandbox });
      tried.add(order.sandbox);
      return watched(cage, order, () => agent.takeTurn(order, signal));
    },
  };
}

async function watched(cage: Cage, order: TurnOrder, take: () => Promise<TurnEnd>): Promise<TurnEnd> {
  const runner = await keepFiles(obeyedByRunner(cage));
  const repository = await keepFiles(obeyedByGit(cage.workspace));
  const programs = await keepPrograms(cage.environment['PATH'] ?? '', await placesOf(order, cage));
  // A turn can see to it that nobody can tell how it ended. It is looked after all the same.
  const taken = await take().then(
    (end) => ({ end }),
    (error: unknown) => ({ end: undefined, error }),
  );
  const changed = [...(await runner.putBack()), ...(await programs.putBack())];
  const inGit = await repository.putBack();
  if (inGit.length > 0) warning(`Git obeys ${namesOf(inGit, cage.workspace)}, which the turn changed: put back.`);
  const { end } = taken;
  if (changed.length === 0) {
    if (end === undefined) throw taken.error;
    return end;
  }
  const { fix } = catalogue['runner-files'];
  const what = `A command of Codex changed ${namesOf(changed, cage.run.temporaryFolder)}, which later steps of the job obey.`;
  const sessionId = end?.sessionId ?? order.sessionId;
  return {
    kind: 'failed',
    sessionId,
    code: 'runner-files',
    detail: what,
    fix,
    ...(end?.account ? { account: end.account } : {}),
  };
}

async function placesOf(order: TurnOrder, cage: Cage) {
  const lent = cage.user && (await realpath(cage.workspace).catch(() => cage.workspace));
  return { reach: await reachOf(order, cage), lent };
}

/** The folders that Codex's sandbox lets commands write to; undefined without a sandbox. */
async function reachOf(
  { sandbox }: TurnOrder,
  { workspace, environment }: Cage,
): Promise<readonly string[] | undefined> {
  if (sandbox === 'danger-full-access') return undefined;
  const folders = [workspace, '/tmp', environment['TMPDIR'] ?? workspace];
  return Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
}

/** What the runner and our own later steps read: workflow commands, the event, the work of the job so far, our own code. */
function obeyedByRunner({ run, environment, codexHome }: Cage): readonly string[] {
  const state = path.dirname(codexHome);
  const code = process.argv[1];
  return [
    ...commandFiles(environment),
    run.eventPath,
    path.join(state, 'thread.json'),
    path.join(state, 'turns.json'),
    path.join(codexHome, 'config.toml'),
    ...(code?.endsWith('.mjs') ? [path.dirname(code)] : []),
  ];
}

/** The runner keeps the files of all steps in one folder. Elsewhere only the files of this step are known to be its. */
function commandFiles(environment: NodeJS.ProcessEnv): readonly string[] {
  const names = ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'];
  const files = names.flatMap((name) => environment[name] ?? []);
  const folders = files.map((file) => path.dirname(file));
  const kept = files.map((file, index) =>
    path.basename(folders[index] ?? '') === '_runner_file_commands' ? (folders[index] ?? file) : file,
  );
  return [...new Set(kept)];
}

/** Settings, hooks and filters that a later step's git would run with the rights of that step. */
const obeyedByGit = (workspace: string): readonly string[] =>
  ['config', 'config.worktree', 'hooks', 'info'].map((name) => path.join(workspace, '.git', name));

const namesOf = (files: readonly string[], base: string): string =>
  files
    .slice(0, 5)
    .map((file) => `\`${path.relative(base, file).replaceAll('`', "'")}\``)
    .join(', ') + (files.length > 5 ? ` and ${files.length - 5} more` : '');

import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';
import { type Sandbox, takeTurn } from '../../turn.ts';

const threat = 'agent-environment';
const planted = 'planted-0123456789abcdef';

/** What a job has that Codex must not see. */
const environment = {
  OPENAI_API_KEY: planted,
  'INPUT_OPENAI-API-KEY': planted,
  GITHUB_TOKEN: planted,
  ACTIONS_RUNTIME_TOKEN: planted,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: planted,
  HARMLESS_NAME: planted,
};

const passesAll = {
  file: 'packages/codex/src/process/environment.ts',
  find: '{ ...pick(environment, kept), CODEX_HOME: home }',
  replace: '{ ...environment, CODEX_HOME: home }',
};
const commandsInherit = {
  file: 'packages/codex/src/home/config.ts',
  find: `'inherit = "core"'`,
  replace: `'inherit = "all"'`,
};

const prints = (sandbox: Sandbox, command: string) => (product: Product) =>
  takeTurn(product, { sandbox, commands: [command], environment }, ({ output }) => output.includes(planted));

/** Whether a variable of the job with such a name would reach Codex. */
const reaches = (name: string) => async (product: Product) => {
  const { codexEnvironment } = await product.load<{
    codexEnvironment(environment: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv;
  }>(passesAll.file);
  return codexEnvironment({ [name]: planted }, '/home')[name] === planted;
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a command in the sandbox prints its environment',
    wins: "the key, the job's token, the runtime's token and the one that mints identities",
    without: [passesAll, commandsInherit],
    run: prints('workspace-write', 'env'),
  },
  {
    threat,
    name: 'a command in the sandbox reads the environment of every process that it sees',
    wins: "the key, the job's token, the runtime's token and the one that mints identities",
    without: [passesAll, commandsInherit],
    run: prints('read-only', 'cat /proc/[0-9]*/environ | tr "\\0" "\\n"'),
  },
  {
    threat,
    name: 'a command in the sandbox reads the environment of the job itself',
    wins: "the key, the job's token, the runtime's token and the one that mints identities",
    without: [
      {
        file: 'packages/codex/src/process/arguments.ts',
        find: "...['-s', order.sandbox],",
        replace: "...['-s', 'danger-full-access'],",
      },
    ],
    run: (product) => {
      const commands = [`tr '\\0' '\\n' < /proc/${process.pid}/environ | grep -c ^PATH= | sed 's/^[1-9].*/found/'`];
      return takeTurn(product, { sandbox: 'workspace-write', commands }, ({ output }) => output.includes('found'));
    },
  },
  {
    threat,
    name: 'a command without a sandbox reads the environment of Codex',
    wins: "the key, the job's token, the runtime's token and the one that mints identities",
    without: [passesAll],
    run: prints('danger-full-access', 'cat /proc/$PPID/environ | tr "\\0" "\\n"'),
  },
  {
    threat,
    name: 'a variable of the job makes every program of Codex load a library',
    wins: 'a program of the attacker in each command, if they could plant the file before',
    without: [passesAll],
    run: reaches('LD_PRELOAD'),
  },
];

import path from 'node:path';
import {
  becomeRoot,
  type CodexEvent,
  chooseWayIn,
  codexAgent,
  configure,
  type GivenWays,
  installCodex,
  obeysNothing,
  openCodexHome,
  openWay,
  ownUser,
  renderEvent,
  unsafeWarning,
} from '@codex-worker/codex';
import { type Agent, instructions } from '@codex-worker/core';
import { info, printUntrusted, type RunFacts, runRedactor, type UntrustedLog, warning } from '@codex-worker/github';
import type { AnswerSchema } from './answer-schema.ts';
import { caged } from './caged.ts';
import { settingsOfModel } from './codex-settings.ts';
import type { RunInputs } from './inputs.ts';
import { schemaFile } from './schema-file.ts';
import { type Obeyed, underBaseAlone } from './under-base-alone.ts';
import { assertFits } from './way-fits.ts';

export interface AgentOrder {
  readonly run: RunFacts;
  readonly inputs: RunInputs;
  readonly ways: () => Promise<GivenWays>;
  /** A stranger wrote what is in the workspace: nothing in it is obeyed, and nothing gets out. */
  readonly untrusted?: boolean;
  /** What the base branch tells Codex, and what the workspace does now; left out where there is no thread. */
  readonly obeyed?: Obeyed | undefined;
  readonly codexHome: string;
  /** A JSON Schema that the model is asked to follow. */
  readonly schema?: string | undefined;
  readonly cancelled: AbortSignal;
  /** Sees each event as it comes, besides the log. */
  readonly onEvent?: (event: CodexEvent) => void;
  /** What has to be ended with the run. */
  readonly resources: AsyncDisposableStack;
}

/** The same, with a schema that each answer is held against. */
export async function preparedFor(schema: AnswerSchema | undefined, order: AgentOrder): Promise<Agent> {
  if (!schema) return prepareAgent(order);
  const agent = await prepareAgent({ ...order, schema: schema.text });
  // Loaded where it is needed: most runs have no schema.
  const { structuredAgent } = await import('./structured-agent.ts');
  return structuredAgent(agent, schema);
}

/** Installs Codex and starts the key's proxy. Each sandbox is tried before its first turn. */
export async function prepareAgent(order: AgentOrder): Promise<Agent> {
  const { run, inputs, untrusted = false, codexHome, cancelled, resources } = order;
  const wayIn = chooseWayIn(await order.ways(), new Date());
  assertFits(wayIn, inputs);
  const environment = process.env;
  const installed = await installCodex({
    version: inputs.codexVersion,
    toolCache: environment['RUNNER_TOOL_CACHE'] ?? `${environment['RUNNER_TEMP'] ?? '.'}/tools`,
    registry: inputs.registry,
    platform: process.platform,
    arch: process.arch,
    environment,
    signal: cancelled,
  });
  info(`Codex ${installed.version} ${installed.cached ? 'from the tool cache' : 'from the npm registry'}.`);
  const { binary } = installed;
  const home = await openCodexHome({
    folder: codexHome,
    workspace: inputs.workspace,
    temporaryFolders: temporaryFolders(environment),
  });
  if (home.warning) warning(home.warning);
  const proxy = resources.use(
    await openWay({
      binary,
      wayIn,
      home: home.folder,
      environment,
      upstream: inputs.responsesApiUrl,
      signal: cancelled,
    }),
  );
  await configure(home, {
    port: proxy.port,
    network: untrusted ? { kind: 'off' } : inputs.network,
    webSearch: 'disabled',
    repositoryInstructions: !untrusted,
  });
  if (untrusted) tellLeftOut(inputs.config);
  const { workspace } = inputs;
  // Paths read better without the folder that they all begin with.
  const clean = (text: string): string => runRedactor().said(text.replaceAll(`${workspace}/`, ''));
  const user = await userOf(inputs, home.folder, binary);
  const codexWith = (outputSchema: string | undefined) =>
    underBaseAlone(order.obeyed, (settings) =>
      logged((log) =>
        codexAgent({
          binary,
          user,
          home,
          workspace,
          environment,
          patience: { wallMinutes: inputs.wallMinutes, idleMinutes: inputs.idleMinutes },
          // A JSON string is a TOML string too.
          extras: {
            config: [
              `developer_instructions=${JSON.stringify(instructions)}`,
              ...(untrusted ? [...settingsOfModel(inputs.config), ...obeysNothing] : inputs.config),
              ...settings,
            ],
            outputSchema,
          },
          onEvent: (event) => {
            order.onEvent?.(event);
            for (const line of renderEvent(event, clean)) log.line(line);
          },
          proxy,
        }),
      ),
    );
  const { schema } = order;
  const codex = schema === undefined ? codexWith(undefined) : schemaFile(codexWith, home.folder, schema);
  return caged(codex, {
    run,
    inputs,
    user,
    codexHome: home.folder,
    binary,
    home,
    workspace,
    environment,
    signal: cancelled,
  });
}

function tellLeftOut(config: readonly string[]): void {
  const held = new Set(settingsOfModel(config));
  const leftOut = config.filter((line) => !held.has(line)).map((line) => line.split('=', 1)[0]?.trim());
  if (leftOut.length > 0) info(`Not set here, where Codex obeys nothing of the workspace: ${leftOut.join(', ')}.`);
}

/** What Codex says in a turn is text to the runner; what we say before and after it may be a warning. */
function logged(agentWith: (log: UntrustedLog) => Agent): Agent {
  return {
    takeTurn: async (order, signal) => {
      const log = printUntrusted();
      try {
        return await agentWith(log).takeTurn(order, signal);
      } finally {
        log.end();
      }
    },
  };
}

/** A user of its own for Codex, where the workflow says so. */
async function userOf({ safety, workspace }: RunInputs, codexHome: string, binary: string) {
  if (safety === 'none') warning(unsafeWarning);
  if (safety !== 'unprivileged-user') return undefined;
  const home = path.join(path.dirname(codexHome), 'user');
  return ownUser({ root: await becomeRoot(), id: unusedId(), workspace, codexHome, home, binary });
}

/** Below what is handed out to containers and above what people have; two runs on one machine differ. */
const unusedId = (): number => 40_000 + (process.pid % 20_000);

function temporaryFolders(environment: NodeJS.ProcessEnv): readonly string[] {
  return ['/tmp', environment['TMPDIR']].filter((folder) => folder !== undefined);
}

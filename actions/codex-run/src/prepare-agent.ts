import {
  assertSandbox,
  chooseWayIn,
  codexAgent,
  configure,
  installCodex,
  openCodexHome,
  openWay,
  renderEvent,
} from '@codex-worker/codex';
import { type Agent, instructions, type Sandbox } from '@codex-worker/core';
import { info, printUntrusted, warning } from '@codex-worker/github';
import type { RunInputs } from './inputs.ts';

export interface AgentOrder {
  readonly inputs: RunInputs;
  readonly codexHome: string;
  readonly cancelled: AbortSignal;
  /** What has to be ended with the run. */
  readonly resources: AsyncDisposableStack;
}

/** Installs Codex and starts the key's proxy. Each sandbox is tried before its first turn. */
export async function prepareAgent({ inputs, codexHome, cancelled, resources }: AgentOrder): Promise<Agent> {
  const wayIn = chooseWayIn(inputs.ways, new Date());
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
    network: inputs.network,
    webSearch: 'disabled',
    repositoryInstructions: true,
  });
  const log = printUntrusted();
  resources.defer(async () => log.end());
  const codex = codexAgent({
    binary,
    home,
    workspace: inputs.workspace,
    environment,
    patience: { wallMinutes: inputs.wallMinutes, idleMinutes: inputs.idleMinutes },
    // A JSON string is a TOML string too.
    extras: {
      config: [`developer_instructions=${JSON.stringify(instructions)}`, ...inputs.config],
      outputSchema: inputs.outputSchema,
    },
    onEvent: (event) => {
      // Paths read better without the folder that they all begin with.
      for (const line of renderEvent(event)) log.line(line.replaceAll(`${inputs.workspace}/`, ''));
    },
    proxy,
  });
  const { workspace } = inputs;
  return inTriedSandboxes(codex, (sandbox) =>
    assertSandbox({ binary, home, workspace, sandbox, environment, signal: cancelled }),
  );
}

/** Codex ends well where its sandbox could not start: its commands fail, and it answers all the same. */
function inTriedSandboxes(codex: Agent, assert: (sandbox: Sandbox) => Promise<void>): Agent {
  const tried = new Set<Sandbox>();
  return {
    takeTurn: async (order, signal) => {
      if (!tried.has(order.sandbox)) await assert(order.sandbox);
      tried.add(order.sandbox);
      return codex.takeTurn(order, signal);
    },
  };
}

function temporaryFolders(environment: NodeJS.ProcessEnv): readonly string[] {
  return ['/tmp', environment['TMPDIR']].filter((folder) => folder !== undefined);
}

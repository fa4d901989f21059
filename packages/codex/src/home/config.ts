import { TURN_HEADER } from '../proxy/gate.ts';
import { type Network, networkSettings } from '../sandbox/network.ts';

/** Codex refuses to resume a session with another provider, so this name is for ever. */
export const providerId = 'codex-worker';

/** The variable of Codex's environment that holds what it shows at the gate. No command inherits it. */
export const TURN_VARIABLE = 'CODEX_WORKER_TURN';

/** What the settings of a run depend on. */
export interface CodexConfig {
  /** Port of the gate before the key's proxy, on loopback. */
  readonly port: number;
  /** How far commands in the workspace-write sandbox reach. In the others they have no network, or all of it. */
  readonly network: Network;
  readonly webSearch: 'disabled' | 'cached' | 'live';
  /** Whether AGENTS.md and skills of the repository count. They must not when a stranger wrote them. */
  readonly repositoryInstructions: boolean;
  /** Undefined leaves Codex's own numbers: 4 for a request, 5 for a stream. */
  readonly retries?: number;
}

/** Settings that go last on the command line, where the files that Codex obeys by itself are not to be obeyed. */
export const withoutInstructions = [
  'project_doc_max_bytes=0',
  'project_doc_fallback_filenames=[]',
  'skills.include_instructions=false',
] as const;

/** Settings that go last on the command line, where a stranger wrote the workspace: nothing of it instructs, or is started. */
export const obeysNothing = [
  ...withoutInstructions,
  'sandbox_workspace_write.network_access=false',
  'web_search="disabled"',
] as const;

/** The `config.toml` of a run. Codex checks none of it unless asked to, so the keys are tested with `--strict-config`. */
export function renderConfig(config: CodexConfig): string {
  const lines = [
    `model_provider = "${providerId}"`,
    `web_search = "${config.webSearch}"`,
    'approval_policy = "never"',
    ...(config.repositoryInstructions ? [] : ['project_doc_max_bytes = 0']),
    '',
    `[model_providers.${providerId}]`,
    'name = "Codex Worker"',
    `base_url = "http://127.0.0.1:${config.port}/v1"`,
    'wire_api = "responses"',
    `env_http_headers = { "${TURN_HEADER}" = "${TURN_VARIABLE}" }`,
    ...(config.retries === undefined
      ? []
      : [`request_max_retries = ${config.retries}`, `stream_max_retries = ${config.retries}`]),
    '',
    // Commands get PATH, HOME and the like; what else is in the environment is no business of a model's.
    '[shell_environment_policy]',
    'inherit = "core"',
    '',
    ...networkSettings(config.network),
    // People see in the thread what is planned and what is done of it.
    '[tools.update_plan]',
    'enabled = true',
    '',
    '[analytics]',
    'enabled = false',
    ...(config.repositoryInstructions ? [] : ['', '[skills]', 'include_instructions = false']),
    '',
  ];
  return lines.join('\n');
}

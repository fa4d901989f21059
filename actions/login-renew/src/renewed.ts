import { installCodex, renewLogin } from '@codex-worker/codex';
import { mask, type RunFacts } from '@codex-worker/github';
import type { LoginInputs } from './inputs.ts';

const PATIENCE_MS = 600_000;

/** Has Codex renew the login. From here on the old one opens nothing. */
export async function renewed(
  run: RunFacts,
  login: string,
  { codexVersion, registry }: Pick<LoginInputs, 'codexVersion' | 'registry'>,
): Promise<string> {
  const environment = process.env;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const { binary } = await installCodex({
    version: codexVersion,
    toolCache: environment['RUNNER_TOOL_CACHE'] ?? `${run.temporaryFolder}/tools`,
    registry,
    platform: process.platform,
    arch: process.arch,
    environment,
    signal,
  });
  const file = await renewLogin({ binary, login, temporaryFolder: run.temporaryFolder, environment, signal });
  mask(file);
  return file;
}

import { installCodex, planRenewal, type Renewal, renewLogin } from '@codex-worker/codex';
import { Failure } from '@codex-worker/core';
import {
  gitHubClient,
  mask,
  mintInstallationToken,
  type RepositorySecret,
  type RunFacts,
  repositorySecret,
  runBeganAt,
  storingSecrets,
} from '@codex-worker/github';
import type { LoginInputs } from './inputs.ts';

const PATIENCE_MS = 600_000;

/** Renews the login where it is time, and stores it where it came from. */
export async function renewStored(run: RunFacts, inputs: LoginInputs): Promise<Renewal> {
  const { login, force } = inputs;
  const now = new Date();
  const atOnce = planRenewal(login, { now, runBegan: now, storedAt: undefined, force });
  if (atOnce.kind === 'keep') return atOnce;
  await using access = await mintInstallationToken(run, inputs.app, storingSecrets);
  const secret = await repositorySecret(gitHubClient({ ...run, token: access.token }), inputs.secretName);
  const runBegan = await runBeganAt(gitHubClient({ ...run, token: inputs.token }), run.runId);
  const plan = planRenewal(login, { now, runBegan, storedAt: await secret.storedAt(), force });
  if (plan.kind === 'renew') await store(secret, await renewed(run, inputs));
  return plan;
}

async function renewed(run: RunFacts, { login, codexVersion, registry }: LoginInputs): Promise<string> {
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

/** From here on the old login opens nothing. */
async function store(secret: RepositorySecret, file: string): Promise<void> {
  try {
    await secret.store(file);
  } catch (cause) {
    throw new Failure('login-not-stored', {
      what: `The ChatGPT login was renewed, and GitHub did not store it: ${cause instanceof Failure ? cause.what : String(cause)}`,
      fix: 'Log in again (docs/keys.md), and store the new auth.json as the secret `AUTH_JSON`: the one in it is used up.',
      cause,
    });
  }
}

import { planRenewal, type Renewal } from '@codex-worker/codex';
import { Failure } from '@codex-worker/core';
import {
  gitHubClient,
  mintInstallationToken,
  type RepositorySecret,
  type RunFacts,
  repositorySecret,
  runBeganAt,
  storingSecrets,
} from '@codex-worker/github';
import type { LoginInputs, Storing } from './inputs.ts';
import { renewed } from './renewed.ts';

/** Renews the login where it is time, and stores it in the secret that it came from. */
export async function renewStored(
  run: RunFacts,
  inputs: LoginInputs,
  { app, name }: Extract<Storing, { kind: 'secret' }>,
): Promise<Renewal> {
  const { login, force } = inputs;
  const now = new Date();
  const atOnce = planRenewal(login, { now, runBegan: now, storedAt: undefined, force });
  if (atOnce.kind === 'keep') return atOnce;
  await using access = await mintInstallationToken(run, app, storingSecrets);
  const secret = await repositorySecret(gitHubClient({ ...run, token: access.token }), name);
  const runBegan = await runBeganAt(gitHubClient({ ...run, token: inputs.token }), run.runId);
  const plan = planRenewal(login, { now, runBegan, storedAt: await secret.storedAt(), force });
  if (plan.kind === 'renew') await store(secret, await renewed(run, login, inputs));
  return plan;
}

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

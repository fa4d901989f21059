import { laterLogin, planRenewal, type Renewal } from '@codex-worker/codex';
import { Failure, findLogin, loginArtifact, sealLogin } from '@codex-worker/core';
import {
  artifactStore,
  gitHubClient,
  info,
  mask,
  type RunFacts,
  readDefaultBranch,
  runArtifacts,
} from '@codex-worker/github';
import type { LoginInputs, Storing } from './inputs.ts';
import { renewed } from './renewed.ts';

/** Three times as long as a login lasts: one that expires was not renewed for weeks. */
const RETENTION_DAYS = 30;

/** Renews the login that the run before left, or that of the secret, and leaves it sealed for the next. */
export async function renewCarried(
  run: RunFacts,
  inputs: LoginInputs,
  { sessionKey, oldSessionKey }: Extract<Storing, { kind: 'artifact' }>,
): Promise<Renewal> {
  const repositoryId = run.repository.id;
  const defaultBranch = await readDefaultBranch(run.eventPath);
  const store = artifactStore(gitHubClient({ ...run, token: inputs.token }));
  const keys = oldSessionKey === undefined ? [sessionKey] : [sessionKey, oldSessionKey];
  const trust = { repositoryId, defaultBranch, workflows: [run.workflowPath] };
  const carried = await findLogin(store, { trust, keys });
  for (const why of carried.passed) info(`Passed over: ${why}.`);
  if (carried.login !== undefined) mask(carried.login);
  const login = laterLogin(inputs.login, carried.login);
  const now = new Date();
  // What was read is the newest there is: the workflow's concurrency group lets one run at a time.
  const plan = planRenewal(login, { now, runBegan: now, storedAt: undefined, force: inputs.force });
  if (plan.kind === 'keep') return plan;
  await leave(sealLogin(await renewed(run, login, inputs), repositoryId, sessionKey));
  if (carried.artifactId !== undefined) await store.remove(carried.artifactId);
  return plan;
}

async function leave(sealed: Buffer): Promise<void> {
  try {
    await runArtifacts().upload(loginArtifact, new Map([[loginArtifact, sealed]]), RETENTION_DAYS);
  } catch (cause) {
    throw new Failure('login-not-stored', {
      what: `The ChatGPT login was renewed, and GitHub did not keep it: ${cause instanceof Failure ? cause.what : String(cause)}`,
      fix: 'Log in again (docs/keys.md), and store the new auth.json as the secret `AUTH_JSON`: the one before is used up.',
      cause,
    });
  }
}

import { type GivenWays, laterLogin } from '@codex-worker/codex';
import { findLogin } from '@codex-worker/core';
import { artifactStore, gitHubClient, info, mask, type RunFacts, readDefaultBranch } from '@codex-worker/github';
import type { RunInputs } from './inputs.ts';

/** The ways in of a run. A login that is carried is looked for when the first agent is prepared, and a review goes the same way. */
export function waysOf(run: RunFacts, inputs: RunInputs): () => Promise<GivenWays> {
  let found: Promise<GivenWays> | undefined;
  return () => {
    found ??= withCarriedLogin(run, inputs);
    return found;
  };
}

/** With the login that was renewed last where a workflow carries it. */
async function withCarriedLogin(run: RunFacts, { ways, carrying, token }: RunInputs): Promise<GivenWays> {
  const { authJson } = ways;
  if (carrying === undefined || authJson === undefined) return ways;
  const { workflow, keys } = carrying;
  const defaultBranch = await readDefaultBranch(run.eventPath);
  const trust = { repositoryId: run.repository.id, defaultBranch, workflows: [workflow] };
  const { login, passed } = await findLogin(artifactStore(gitHubClient({ ...run, token })), { trust, keys });
  for (const why of passed) info(`A login was passed over: ${why}.`);
  if (login !== undefined) mask(login);
  return { ...ways, authJson: laterLogin(authJson, login) };
}

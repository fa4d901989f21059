import { callsForProposal, type Outbox, type ProposeSettings } from '@codex-worker/core';
import { type InstallationToken, info, mintInstallationToken, type RunFacts } from '@codex-worker/github';
import type { BranchInputs } from './inputs.ts';

/** The token that pushes and proposes. What it needs to end, ends with its scope. */
export interface PublishingAccess extends AsyncDisposable {
  readonly token: string;
}

type Needs = 'nothing' | 'publish' | 'apply';

/** What an outbox needs a token for. */
export function needsOf(outbox: Outbox, settings: ProposeSettings): Needs {
  if (outbox.apply) return 'apply';
  return callsForProposal(outbox, settings) ? 'publish' : 'nothing';
}

/**
 * The App's own token where there is an App and something to publish; else the one that was given. A fork's commit is pushed
 * with the job's own token whatever else there is: then nothing of it runs before somebody lets it.
 */
export async function publishingAccess(
  run: RunFacts,
  { app, token, applyToken }: BranchInputs,
  needs: Needs,
): Promise<PublishingAccess> {
  if (needs === 'apply') return given(applyToken);
  if (app === undefined || needs === 'nothing') return given(token);
  const minted = await mintInstallationToken(run, app);
  revokeWhenStopped(minted);
  info(`The App ${minted.slug} pushes and proposes.`);
  return minted;
}

const given = (token: string): PublishingAccess => ({ token, [Symbol.asyncDispose]: async () => undefined });

/** A cancelled step gets SIGINT, and 7.5 s later SIGTERM: without a word of ours it would end before its scope does. */
function revokeWhenStopped(minted: InstallationToken): void {
  const stop = async (signal: NodeJS.Signals) => {
    await minted[Symbol.asyncDispose]();
    process.kill(process.pid, signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

import { type InstallationToken, info, mintInstallationToken, type RunFacts } from '@codex-worker/github';
import type { BranchInputs } from './inputs.ts';

/** The token that pushes and proposes. What it needs to end, ends with its scope. */
export interface PublishingAccess extends AsyncDisposable {
  readonly token: string;
}

/** The App's own token where there is an App and something to publish; else the one that was given. */
export async function publishingAccess(
  run: RunFacts,
  { app, token }: BranchInputs,
  isNeeded: boolean,
): Promise<PublishingAccess> {
  if (app === undefined || !isNeeded) return { token, [Symbol.asyncDispose]: async () => undefined };
  const minted = await mintInstallationToken(run, app);
  revokeWhenStopped(minted);
  info(`The App ${minted.slug} pushes and proposes.`);
  return minted;
}

/** A cancelled step gets SIGINT, and 7.5 s later SIGTERM: without a word of ours it would end before its scope does. */
function revokeWhenStopped(minted: InstallationToken): void {
  const stop = async (signal: NodeJS.Signals) => {
    await minted[Symbol.asyncDispose]();
    process.kill(process.pid, signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

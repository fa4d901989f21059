import { Failure, type Sandbox } from '@codex-worker/core';
import type { Network } from './network.ts';

/** What stands between the commands of Codex and the job, besides the sandbox of the turn. */
export const safeties = ['sandbox', 'unprivileged-user', 'none'] as const;
export type Safety = (typeof safeties)[number];

/** Throws where a turn without a sandbox would get more than the workflow says. */
export function assertSafe(sandbox: Sandbox, { safety, network }: { safety: Safety; network: Network }): void {
  if (sandbox !== 'danger-full-access') return;
  if (safety === 'sandbox') {
    throw new Failure('input-invalid', {
      what: 'The sandbox of the turn is "danger-full-access", which is none, and the input "safety" is "sandbox".',
      fix: 'Set `sandbox` to workspace-write; or `safety` to unprivileged-user, or to none on a machine that you would throw away.',
    });
  }
  if (network.kind !== 'allow-list') return;
  throw new Failure('input-invalid', {
    what: 'The input "network" is "allow-list", which only a sandbox enforces, and the sandbox of the turn is "danger-full-access".',
    fix: 'Set `sandbox` to workspace-write, or `network` to true.',
  });
}

/** What `safety: none` costs, for the page of the run. */
export const unsafeWarning =
  'safety is none: a command of Codex that runs without a sandbox can read all that the job has, by its memory and its files (the key of OpenAI, the tokens of GitHub, the secrets of other steps), and can change what later steps of the job run. Whoever can write to the thread, or to a file that Codex reads, can have it do so. Set safety to unprivileged-user.';

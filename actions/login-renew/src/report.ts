import type { Renewal } from '@codex-worker/codex';
import { info, output } from '@codex-worker/github';

export function report(renewal: Renewal, { secretName }: { readonly secretName: string }): void {
  output('outcome', renewal.kind === 'renew' ? 'renewed' : 'kept');
  info(textOf(renewal, secretName));
}

function textOf(renewal: Renewal, secretName: string): string {
  if (renewal.kind === 'renew') return `The login is renewed, and stored as the secret ${secretName}.`;
  return renewal.because === 'it-is-new'
    ? 'The login lasts for five days more, and is kept.'
    : `The secret ${secretName} was written after this run began: it is as new as can be, and is kept.`;
}

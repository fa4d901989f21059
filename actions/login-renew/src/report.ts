import type { Renewal } from '@codex-worker/codex';
import { info, output, summary } from '@codex-worker/github';
import type { Storing } from './inputs.ts';

export async function report(renewal: Renewal, storing: Storing): Promise<void> {
  output('outcome', renewal.kind === 'renew' ? 'renewed' : 'kept');
  const text = textOf(renewal, storing.kind === 'secret' ? `the secret ${storing.name}` : 'a sealed artifact');
  info(text);
  await summary(text);
}

function textOf(renewal: Renewal, place: string): string {
  if (renewal.kind === 'renew') return `The login is renewed, and stored as ${place}.`;
  return renewal.because === 'it-is-new'
    ? 'The login lasts for five days more, and is kept.'
    : `What is stored as ${place} was written after this run began: it is as new as can be, and is kept.`;
}

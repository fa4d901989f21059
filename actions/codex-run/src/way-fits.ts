import type { WayIn } from '@codex-worker/codex';
import { Failure } from '@codex-worker/core';
import type { RunInputs } from './inputs.ts';

/** Throws where a way in and the other inputs do not go together. */
export function assertFits(way: WayIn, inputs: Pick<RunInputs, 'work' | 'sessionKeyGiven' | 'network'>): void {
  assertSealable(inputs);
  if (way.kind !== 'keyless' || inputs.network.kind !== 'open') return;
  // The CLI's proxy then asks OpenAI itself, and asks nobody who they are: no relay can stand behind it.
  throw new Failure('input-invalid', {
    what: 'The input `network` is true, and commands could spend what OpenAI gives this job in the place of a key.',
    fix: 'Set `network` to `allow-list` or false, or pass an API key in the place of `identity-provider-id`.',
  });
}

/** A turn whose session nobody can keep must not be taken. */
function assertSealable({ work, sessionKeyGiven }: Pick<RunInputs, 'work' | 'sessionKeyGiven'>): void {
  if (work.kind === 'prompt' || sessionKeyGiven) return;
  throw new Failure('session-key-missing', {
    what: 'There is no key to seal the session of this thread with: only an API key would do in its place.',
    fix: 'Store a random text of 16 characters or more as the secret `SESSION_KEY`, and pass it to the workflow by name.',
  });
}

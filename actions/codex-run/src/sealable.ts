import { Failure } from '@codex-worker/core';
import type { RunInputs } from './inputs.ts';

/** Throws where a turn would be taken whose session nobody could keep. */
export function assertSealable({ work, sessionKeyGiven }: Pick<RunInputs, 'work' | 'sessionKeyGiven'>): void {
  if (work.kind === 'prompt' || sessionKeyGiven) return;
  throw new Failure('session-key-missing', {
    what: 'There is no key to seal the session of this thread with: only an API key would do in its place.',
    fix: 'Store a random text of 16 characters or more as the secret `SESSION_KEY`, and pass it to the workflow by name.',
  });
}

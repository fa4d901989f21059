import { parseThread, threadKey } from '@codex-worker/core';
import { defaultStateDirectory, type RunFacts, readInputs, sessionKeyInput } from '@codex-worker/github';

export type PersistInputs = ReturnType<typeof readPersistInputs>;

export function readPersistInputs(run: RunFacts) {
  return readInputs((input) => {
    // Masked as they are read, and so kept out of all that is stored.
    input.secrets('redact');
    const thread = input.parsed('thread', parseThread);
    return {
      thread,
      operation: input.oneOf('operation', ['keep', 'prune']),
      sessionKey: sessionKeyInput(input),
      retentionDays: input.wholeNumber('retention-days', { atLeast: 1, atMost: 400 }),
      // Judged when all else is kept: a turn is not lost for a slip of the pen.
      transcript: input.optional('transcript') ?? 'auto',
      token: input.requiredSecret('github-token'),
      stateDir: input.optional('state-dir') ?? defaultStateDirectory(run, threadKey(thread)),
    };
  });
}

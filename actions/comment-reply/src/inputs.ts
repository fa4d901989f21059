import { parseThread, threadKey } from '@codex-worker/core';
import { defaultStateDirectory, type RunFacts, readInputs } from '@codex-worker/github';

export type ReplyInputs = ReturnType<typeof readReplyInputs>;

export function readReplyInputs(run: RunFacts) {
  return readInputs((input) => {
    const thread = input.parsed('thread', parseThread);
    return {
      thread,
      text: input.optional('text'),
      token: input.requiredSecret('github-token'),
      ownLogin: input.required('bot-login'),
      links: input.oneOf('links', ['all', 'plain']),
      stateDir: input.optional('state-dir') ?? defaultStateDirectory(run, threadKey(thread)),
    };
  });
}

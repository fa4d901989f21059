import { parseThread, threadKey, transcriptAddress } from '@codex-worker/core';
import { defaultStateDirectory, type RunFacts, readInputs, warning } from '@codex-worker/github';

export type ReplyInputs = ReturnType<typeof readReplyInputs>;

export function readReplyInputs(run: RunFacts) {
  return readInputs((input) => {
    const thread = input.parsed('thread', parseThread);
    return {
      thread,
      text: input.optional('text'),
      token: input.requiredSecret('github-token'),
      ownLogin: input.required('bot-login'),
      transcriptUrl: ownTranscript(run, input.optional('transcript-url')),
      links: input.oneOf('links', ['all', 'plain']),
      stateDir: input.optional('state-dir') ?? defaultStateDirectory(run, threadKey(thread)),
    };
  });
}

function ownTranscript({ runUrl }: RunFacts, told: string | undefined): string | undefined {
  const address = told === undefined ? undefined : transcriptAddress(runUrl, told);
  if (told !== undefined && address === undefined) {
    warning('The input "transcript-url" is no address of an artifact of this run, and is left out of the reply.');
  }
  return address;
}

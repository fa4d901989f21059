import { parseThread, threadKey } from '@codex-worker/core';
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
      transcriptUrl: ownArtifact(run, input.optional('transcript-url')),
      links: input.oneOf('links', ['all', 'plain']),
      stateDir: input.optional('state-dir') ?? defaultStateDirectory(run, threadKey(thread)),
    };
  });
}

/** The address comes from the job in which Codex worked: only one of an artifact of this very run is shown to anybody. */
function ownArtifact({ runUrl }: RunFacts, url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const id = url.startsWith(`${runUrl}/artifacts/`) ? url.slice(`${runUrl}/artifacts/`.length) : '';
  if (/^\d{1,20}$/.test(id)) return url;
  warning('The input "transcript-url" is no address of an artifact of this run, and is left out of the reply.');
  return undefined;
}

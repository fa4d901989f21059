import { outboxName, postReplies, threadKey } from '@codex-worker/core';
import {
  conversation,
  gitHubClient,
  info,
  readOwnOutbox,
  runAction,
  runArtifacts,
  runFacts,
  stateDirectory,
  warning,
} from '@codex-worker/github';
import { outboxOf } from './given-text.ts';
import { readReplyInputs } from './inputs.ts';
import { headNow, suggestOnLines } from './on-lines.ts';
import { endRed, isWhole, readProposal, report } from './report.ts';

await runAction(async () => {
  const run = runFacts();
  const inputs = readReplyInputs(run);
  const directory = stateDirectory(inputs.stateDir);
  const { thread, text, ownLogin } = inputs;
  const outbox =
    text === undefined
      ? await readOwnOutbox(runArtifacts(), outboxName(threadKey(thread), run.runId))
      : outboxOf({ thread, text, ownLogin }, run, new Date());
  if (!outbox) return info('The run has no outbox: there is nothing to post.');
  const end = await readProposal(directory);
  const client = gitHubClient({ ...run, token: inputs.token });
  const head = await headNow(client, outbox, inputs.thread);
  const link = { id: run.runId, attempt: run.attempt, url: run.runUrl };
  report(
    await postReplies(conversation(client), {
      thread: inputs.thread,
      outbox,
      end,
      run: link,
      ownLogin: inputs.ownLogin,
      links: inputs.links,
      headNow: head,
      transcriptUrl: inputs.transcriptUrl,
      warn: warning,
    }),
  );
  await suggestOnLines(client, outbox, inputs, head);
  await directory.write('published.json', { whole: isWhole(outbox, end) });
  endRed(end);
});

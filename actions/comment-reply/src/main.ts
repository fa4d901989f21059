import { outboxName, postReplies, threadKey, turnRows } from '@codex-worker/core';
import {
  conversation,
  gitHubClient,
  info,
  readEventNodes,
  readOwnOutbox,
  runAction,
  runArtifacts,
  runFacts,
  stateDirectory,
  threadFacts,
  warning,
} from '@codex-worker/github';
import { outboxOf } from './given-text.ts';
import { readReplyInputs } from './inputs.ts';
import { headNow, suggestOnLines } from './on-lines.ts';
import { endRed, isWhole, readProposal, report } from './report.ts';

await runAction(async (page) => {
  const run = runFacts();
  const inputs = readReplyInputs(run);
  const directory = stateDirectory(inputs.stateDir);
  page.begin({ run, stage: 'reply', directory, draws: 'always' });
  page.tell({ ...threadFacts(run, inputs.thread), transcript: inputs.transcriptUrl });
  const { thread, text, ownLogin } = inputs;
  const outbox =
    text === undefined
      ? await readOwnOutbox(runArtifacts(), outboxName(threadKey(thread), run.runId))
      : outboxOf({ thread, text, ownLogin }, run, new Date());
  if (!outbox) return info('The run has no outbox: there is nothing to post.');
  const end = await readProposal(directory);
  page.tell({ turns: turnRows(outbox.replies, []), end });
  const client = gitHubClient({ ...run, token: inputs.token });
  const head = await headNow(client, outbox, inputs.thread);
  const link = { id: run.runId, attempt: run.attempt, url: run.runUrl };
  const posted = await postReplies(conversation(client, await readEventNodes(run.eventPath)), {
    thread: inputs.thread,
    outbox,
    end,
    run: link,
    ownLogin: inputs.ownLogin,
    links: inputs.links,
    headNow: head,
    transcriptUrl: inputs.transcriptUrl,
    warn: warning,
  });
  page.tell({ turns: turnRows(outbox.replies, posted) });
  report(posted);
  await suggestOnLines(client, outbox, inputs, head);
  await directory.write('published.json', { whole: isWhole(outbox, end) });
  endRed(end);
});

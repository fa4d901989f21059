import { readOutbox } from '../outbox/outbox.ts';
import { propose } from '../proposal/propose.ts';
import { postReplies } from '../reply/post-replies.ts';
import { pruneThread } from '../session/persist.ts';
import { outboxName } from '../store/artifact-store.ts';
import { threadKey } from '../thread/thread.ts';
import { headOf } from './agent-job.ts';
import { aPolicy } from './examples.ts';
import type { Passage } from './passage.ts';
import { type RunOrder, runLink } from './run-order.ts';
import type { ThreadWorld } from './thread-world.ts';
/** Publishes what the run has stored. */
export async function publishJob(world: ThreadWorld, order: RunOrder, { reached, pass }: Passage): Promise<void> {
  const { conversation, repository, proposals, artifacts } = world;
  const { thread, runId } = order;
  let whole = false;
  const files = await artifacts.run(runId).downloadByName(outboxName(threadKey(thread), runId));
  if (files) {
    const outbox = readOutbox(new Map([...files].map(([name, bytes]) => [name, bytes.toString('utf8')])));
    const proposed = await propose(
      {
        proposals,
        asking: {
          conversation,
          permissionOf: (login) => conversation.permissionOf(login),
          pullRequestHead: async (number) => headOf(world, number),
        },
        publisher: {
          ...repository.publisher,
          push: async (commit) => {
            const end = await repository.publisher.push(commit);
            await pass('push');
            return end;
          },
        },
      },
      outbox,
      {
        thread,
        pullRequest: 'auto',
        draft: false,
        defaultBranch: 'main',
        repositoryUrl: 'https://github.com/octo-org/demo',
        branchTemplate: 'codex/issue-{number}/{summary}',
        ownLogin: aPolicy.ownLogin,
      },
    );
    reached.proposed = proposed;
    whole = 'leftOut' in proposed && proposed.leftOut.length === 0;
    await pass('pull-request');
    const run = runLink(order);
    reached.posted = await postReplies(conversation, {
      thread,
      outbox,
      end: proposed,
      run,
      ownLogin: aPolicy.ownLogin,
      headNow: headOf(world, thread.number)?.headSha,
    });
    await pass('replies');
    await pruneThread({ store: artifacts.store, own: artifacts.run(runId) }, { thread, runId, outboxDone: whole });
  }
}

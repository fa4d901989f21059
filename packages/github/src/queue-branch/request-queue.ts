import {
  Failure,
  parseQueuedRequest,
  QUEUE_BRANCH,
  type QueueChange,
  type QueuedRequest,
  type QueuedRequests,
  type QueueFile,
  queuePath,
  type RequestQueue,
  renderQueuedRequest,
  WAITING_FOLDER,
} from '@codex-worker/core';
import { absentWhen, answeredWith, badAnswer } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { changeBranch } from './change-branch.ts';
import { patiently } from './patiently.ts';
import { beginBranch, filesOf, type QueueTree } from './queue-branch.ts';

/** The queue as files of the branch `codex-worker/queue`, for anybody to look at. */
export function requestQueue(client: GitHubClient): RequestQueue & QueuedRequests {
  // What was just listed is what a change is first tried on: where it is old by then, the swap fails and it is listed anew.
  let listed: QueueTree | undefined;
  const change = (changes: readonly QueueChange[], message: string) => {
    const tree = listed;
    listed = undefined;
    return changeBranch(client, { changes, message, tree });
  };
  return {
    append: (queued) => patiently(client, () => append(client, queued)),
    waiting: async () => {
      listed = await filesOf(client);
      return (listed?.entries ?? []).filter(({ path }) => path.startsWith(WAITING_FOLDER));
    },
    contents: (file) => contents(client, file),
    change: async (changes, message) => void (await patiently(client, () => change(changes, message))),
    read: (path) => read(client, path),
  };
}

/**
 * One call where nobody else writes: GitHub itself compares and swaps the branch, and answers 409 to whoever was slower.
 * Undefined: to be tried again.
 */
async function append(
  client: GitHubClient,
  queued: QueuedRequest,
): Promise<Awaited<ReturnType<RequestQueue['append']>> | undefined> {
  try {
    await client.call((octokit) =>
      octokit.rest.repos.createOrUpdateFileContents({
        ...client.repository,
        branch: QUEUE_BRANCH,
        path: queuePath(queued.request),
        message: `Queue ${queued.request.id} of ${queued.thread}`,
        content: Buffer.from(renderQueuedRequest(queued)).toString('base64'),
      }),
    );
    return 'appended';
  } catch (error) {
    if (isThere(error)) return 'waits-already';
    if (answeredWith(error, 409)) return undefined;
    if (!answeredWith(error, 404)) throw error;
    await beginBranch(client);
    return undefined;
  }
}

/** Without the `sha` of the file that it would replace, GitHub refuses to write where there is one. */
const isThere = (error: unknown): boolean =>
  answeredWith(error, 422) && /"?sha"? wasn't supplied/.test(badAnswer(error)?.message ?? '');

async function contents(client: GitHubClient, { blob }: QueueFile): Promise<string> {
  const { data } = await client.call((octokit) => octokit.rest.git.getBlob({ ...client.repository, file_sha: blob }));
  return Buffer.from(data.content, 'base64').toString('utf8');
}

async function read(client: GitHubClient, path: string): Promise<QueuedRequest | undefined> {
  const call = client.call((octokit) =>
    octokit.rest.repos.getContent({ ...client.repository, path, ref: QUEUE_BRANCH, mediaType: { format: 'raw' } }),
  );
  const found = await absentWhen([404], call);
  if (found === undefined) return undefined;
  // The SDK's type knows only the form without `raw`.
  const parsed = parseQueuedRequest(String(found.data));
  if (parsed.kind === 'request') return parsed.queued;
  throw new Failure('queue-file', {
    what: `The queue's file ${path} cannot be served. ${parsed.reason}`,
    fix: `Mend the file on the branch ${QUEUE_BRANCH}, or delete it.`,
  });
}

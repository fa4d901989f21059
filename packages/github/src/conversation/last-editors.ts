import type { Person, RequestId, Thread } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';

/** Placeholder until node ids are known. */
export async function lastEditors(
  _client: GitHubClient,
  _thread: Thread,
  _ids: readonly RequestId[],
): Promise<ReadonlyMap<RequestId, Person>> {
  return new Map();
}

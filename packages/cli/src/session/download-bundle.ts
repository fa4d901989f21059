import { bundleName, Failure, parseThread, threadKey } from '@codex-worker/core';
import type { GitHubClient } from '@codex-worker/github';
import { connect } from '../github-api/connect.ts';
import { namedApi } from '../github-api/named-api.ts';
import { Refusal } from '../refusal.ts';
import { findPlace } from '../repository/find-place.ts';

interface Wanted {
  readonly thread: string;
  readonly repository: string | undefined;
  readonly remote: string;
  readonly apiUrl: string | undefined;
}

/** Downloads the newest bundle of a thread. Whose it is, its seal tells: anybody can upload an artifact of its name. */
export async function downloadBundle(wanted: Wanted, folder: string, environment: NodeJS.ProcessEnv): Promise<Buffer> {
  const { remote } = await findPlace(wanted, folder, environment);
  const client = await connect(remote, namedApi(wanted.apiUrl, environment), environment);
  if (client === undefined) {
    throw new Refusal('There is no token to download with. Set GITHUB_TOKEN, or sign in: gh auth login.', 2);
  }
  try {
    return await newest(client, wanted.thread, `${remote.owner}/${remote.name}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Refusal(`${error.what} See that the repository exists, and that the token has Actions: read.`, 2);
  }
}

async function newest(client: GitHubClient, thread: string, repository: string): Promise<Buffer> {
  const name = bundleName(threadKey(parseThread(thread)));
  const { data } = await client.call((octokit) =>
    octokit.rest.actions.listArtifactsForRepo({ ...client.repository, name, per_page: 100 }),
  );
  const found = data.artifacts
    .filter((artifact) => artifact.name === name)
    .toSorted((a, b) => Date.parse(b.created_at ?? '') - Date.parse(a.created_at ?? '') || b.id - a.id);
  const [artifact] = found.filter(({ expired }) => !expired);
  if (artifact === undefined) {
    const why = found.length > 0 ? 'has expired' : 'is not there';
    throw new Refusal(
      `The session of ${thread} in ${repository} ${why}. List the threads that have one: codex-worker threads.`,
      2,
    );
  }
  const { data: bytes } = await client.call((octokit) =>
    octokit.rest.actions.downloadArtifact({ ...client.repository, artifact_id: artifact.id, archive_format: 'zip' }),
  );
  // The SDK's type does not know what a redirection leads to.
  if (bytes instanceof ArrayBuffer) return Buffer.from(bytes);
  throw new Refusal(
    `GitHub sent no file for the session of ${thread}. Download the artifact from the page of its run.`,
    2,
  );
}

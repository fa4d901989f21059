import { type ArtifactStore, type BundleOrigin, catalogue, Failure, type StoredArtifact } from '@codex-worker/core';
import { absentWhen, answeredWith } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { viaClient } from './artifact-client.ts';
import { downloadedFiles } from './downloaded-files.ts';

const PER_PAGE = 100;
/** A thread has some artifacts; more than this were uploaded by somebody who wants us to read for ever. */
const MOST_PAGES = 3;

/** Artifacts of all runs of the repository. */
export function artifactStore(client: GitHubClient): ArtifactStore {
  const digests = new Map<number, string | undefined>();
  return {
    list: (name) => list(client, name, digests),
    originOf: (runId) => originOf(client, runId),
    download: (id) => download(client, id, digests),
    remove: async (id) => {
      const call = client.call((octokit) =>
        octokit.rest.actions.deleteArtifact({ ...client.repository, artifact_id: id }),
      );
      await absentWhen([404, 410], call);
    },
  };
}

type Digests = Map<number, string | undefined>;

async function list(client: GitHubClient, name: string, digests: Digests): Promise<readonly StoredArtifact[]> {
  const found: StoredArtifact[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data } = await client.call((octokit) =>
      octokit.rest.actions.listArtifactsForRepo({ ...client.repository, name, per_page: PER_PAGE, page }),
    );
    for (const artifact of data.artifacts.filter((one) => one.name === name && !one.expired)) {
      digests.set(artifact.id, artifact.digest ?? undefined);
      found.push({
        id: artifact.id,
        name: artifact.name,
        bytes: artifact.size_in_bytes,
        createdAt: artifact.created_at ?? '',
        runId: artifact.workflow_run?.id ?? 0,
      });
    }
    if (data.artifacts.length < PER_PAGE) break;
  }
  // The order of the list is not documented.
  return found.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.id - a.id);
}

async function originOf(client: GitHubClient, runId: number): Promise<BundleOrigin | undefined> {
  const call = client.call((octokit) => octokit.rest.actions.getWorkflowRun({ ...client.repository, run_id: runId }));
  const run = (await absentWhen([404], call))?.data;
  if (!run) return undefined;
  return {
    // GitHub sends null for a fork that was deleted, against its own description.
    headRepositoryId: (run.head_repository as { readonly id: number } | null)?.id,
    workflowPath: run.path,
    event: run.event,
    headBranch: run.head_branch ?? undefined,
  };
}

async function download(client: GitHubClient, id: number, digests: Digests): Promise<ReadonlyMap<string, Buffer>> {
  const digest = digests.has(id) ? digests.get(id) : await digestOf(client, id);
  try {
    return await downloadedFiles(String(id), (folder) => fetchInto(client, id, { path: folder, digest }));
  } catch (error) {
    throw answeredWith(error, 404, 410) ? gone(id, error) : error;
  }
}

interface Destination {
  readonly path: string;
  readonly digest: string | undefined;
}

async function fetchInto(client: GitHubClient, id: number, { path, digest }: Destination) {
  const { owner, repo } = client.repository;
  // The client asks for a run, and does not use it where the artifact is named by its id.
  const findBy = { token: client.token, repositoryOwner: owner, repositoryName: repo, workflowRunId: 0 };
  const options = { path, findBy, ...(digest === undefined ? {} : { expectedHash: digest }) };
  return viaClient(`download ${id}`, (artifacts) => client.call(() => artifacts.downloadArtifact(id, options)));
}

async function digestOf(client: GitHubClient, id: number): Promise<string | undefined> {
  const call = client.call((octokit) => octokit.rest.actions.getArtifact({ ...client.repository, artifact_id: id }));
  const artifact = await absentWhen([404, 410], call);
  if (!artifact) throw gone(id);
  return artifact.data.digest ?? undefined;
}

function gone(id: number, cause?: unknown): Failure {
  return new Failure('session-expired', {
    what: `The artifact ${id} expired or was deleted.`,
    fix: catalogue['session-expired'].fix,
    cause,
  });
}

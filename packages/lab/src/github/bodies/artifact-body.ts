import type { Artifact } from '../../artifacts/artifact-table.ts';
import { apiUrl, type Hosted, nodeId, timestamp } from '../hosted.ts';
import { headRepositoryId } from './run-body.ts';

/** Whether an artifact's retention is over. */
export function isExpired(hosted: Hosted, artifact: Artifact): boolean {
  return artifact.expiresAt.getTime() <= hosted.now().getTime();
}

export function artifactBody(hosted: Hosted, artifact: Artifact) {
  const url = apiUrl(hosted, `/actions/artifacts/${artifact.id}`);
  const run = hosted.engine.runs.find((one) => one.id === artifact.runId);
  return {
    id: artifact.id,
    node_id: nodeId('A', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size,
    url,
    archive_download_url: `${url}/zip`,
    expired: isExpired(hosted, artifact),
    digest: artifact.digest,
    created_at: timestamp(artifact.createdAt),
    updated_at: timestamp(artifact.updatedAt),
    expires_at: timestamp(artifact.expiresAt),
    workflow_run:
      run === undefined
        ? null
        : {
            id: run.id,
            repository_id: hosted.id,
            head_repository_id: headRepositoryId(hosted, run),
            head_branch: run.headBranch,
            head_sha: run.headSha,
          },
  };
}

import { listFilesBelow, readBlob, readEntry } from '../git-host/files.ts';
import type { EngineHost } from '../run.ts';
import type { Hosted } from './hosted.ts';
import { announceRunEnd } from './workflow-run-event.ts';

/** What the engine needs of the hosted repository. */
export function engineHost(hosted: Hosted): Omit<EngineHost, 'mintRuntimeToken'> {
  return {
    api: hosted.urls.api,
    server: hosted.urls.server,
    repository: { id: hosted.id, owner: hosted.owner.login, name: hosted.name, defaultBranch: hosted.defaultBranch },
    mintJobToken: (permissions, job) => hosted.tokens.forJob(permissions, job),
    revoke: (token) => hosted.tokens.revoke(token),
    async readFile(sha, file) {
      const entry = await readEntry(hosted.git, sha, file);
      return entry?.type === 'blob' ? (await readBlob(hosted.git, entry.sha)).toString() : undefined;
    },
    listFiles: (sha, folder) => listFilesBelow(hosted.git, sha, folder),
    announceEnd: (run) => announceRunEnd(hosted, run),
    secrets: hosted.secrets,
    variables: hosted.variables,
  };
}

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
    isEnterprise: hosted.isEnterprise,
    runnerWith: (labels) => runnerWith(hosted, labels),
    announceEnd: (run) => announceRunEnd(hosted, run),
    secrets: hosted.secrets,
    variables: hosted.variables,
  };
}

/** The release that GitHub's own machines have. */
const newest = '2.336.0';

/** GitHub's own machines have one label each, and its server edition has none. */
function runnerWith({ settings, isEnterprise }: Hosted, labels: readonly string[]): { version: string } | undefined {
  const wanted = labels.map((label) => label.toLowerCase());
  if (!isEnterprise && wanted.length === 1 && /^(?:ubuntu|windows|macos)-/.test(wanted[0] ?? ''))
    return { version: newest };
  return settings.runners.find(({ labels: own, status }) => {
    const has = ['self-hosted', 'linux', 'x64', ...own].map((label) => label.toLowerCase());
    return status === 'online' && wanted.every((label) => has.includes(label));
  });
}

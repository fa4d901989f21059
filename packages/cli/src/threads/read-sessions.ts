import { bundleName, parseThread, type ThreadKey } from '@codex-worker/core';
import type { GitHubClient } from '@codex-worker/github';
import type { Notes } from './notes.ts';
import type { StoredSession } from './traces.ts';

const PER_PAGE = 100;
const MOST_PAGES = 5;

/** The sessions that are stored, by the artifacts of the repository. */
export async function readSessions(client: GitHubClient, notes: Notes): Promise<readonly StoredSession[]> {
  const found: StoredSession[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data } = await client.call((octokit) =>
      octokit.rest.actions.listArtifactsForRepo({ ...client.repository, per_page: PER_PAGE, page }),
    );
    for (const { name, created_at, expires_at, expired, size_in_bytes: bytes } of data.artifacts) {
      const thread = threadOf(name);
      if (thread === undefined) continue;
      found.push({ thread, savedAt: created_at ?? '', expiresAt: expires_at ?? undefined, expired, bytes });
    }
    if (data.artifacts.length < PER_PAGE) return found;
  }
  notes.cut(`The repository has more than ${PER_PAGE * MOST_PAGES} artifacts: sessions among the others are not seen.`);
  return found;
}

/** Anybody can upload an artifact of any name. */
function threadOf(name: string): ThreadKey | undefined {
  const [, key] = /-session-((?:issue|pr)-[1-9]\d{0,9})$/.exec(name) ?? [];
  if (key === undefined) return undefined;
  const { kind, number } = parseThread(key);
  const thread: ThreadKey = `${kind}-${number}`;
  return name === bundleName(thread) ? thread : undefined;
}

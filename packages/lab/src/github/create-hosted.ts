import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createArtifactTable } from '../artifacts/artifact-table.ts';
import { type BlobStore, openBlobStore } from '../artifacts/blob-store.ts';
import { createSignedLinks } from '../artifacts/signed-links.ts';
import { createBareRepository } from '../git-host/bare-repository.ts';
import { type Seed, seedRepository } from '../git-host/seed.ts';
import type { Engine } from '../run.ts';
import { createAccounts } from './accounts.ts';
import { createAttachedFiles } from './attachments/attachments.ts';
import { type Hosted, timestamp } from './hosted.ts';
import { createTokens } from './identity.ts';
import type { LabGitHubOptions } from './lab-options.ts';
import { usualPeople } from './people.ts';
import { usualSettings } from './repository-settings.ts';

/** Makes the repository: its first commit on disk, everything else in memory. */
export async function createHosted(
  options: LabGitHubOptions,
): Promise<{ readonly hosted: Hosted; readonly blobs: BlobStore }> {
  const now = options.now ?? (() => new Date());
  const { owner, name, defaultBranch = 'main' } = options;
  await mkdir(options.dataDir, { recursive: true });
  const git = await createBareRepository(path.join(options.dataDir, `${name}.git`), defaultBranch);
  await seedRepository(git, defaultBranch, seedOf(options), timestamp(now()));

  const urls = { api: '', server: '' };
  const nextId = createIds();
  const blobs = await openBlobStore(path.join(options.dataDir, 'blobs'));
  const links = createSignedLinks(() => urls.api, now);
  const artifacts = createArtifactTable(blobs, now, nextId);
  const accounts = createAccounts(owner, [...usualPeople, ...(options.people ?? [])]);
  const hosted: Hosted = {
    id: 700_000_001,
    owner: accounts.get(owner),
    name,
    fullName: `${owner}/${name}`,
    defaultBranch,
    private: options.private ?? false,
    isEnterprise: options.enterprise ?? false,
    createdAt: timestamp(now()),
    pushedAt: timestamp(now()),
    urls,
    accounts,
    tokens: createTokens(accounts, now),
    apps: [],
    git,
    threads: [],
    threadChanges: [],
    comments: [],
    reviews: [],
    reviewComments: [],
    labels: [],
    linkedBranches: [],
    verifiedCommits: new Map(),
    artifacts,
    links,
    attached: createAttachedFiles(() => urls.server, links),
    secrets: options.secrets ?? new Map(),
    variables: options.variables ?? new Map(),
    settings: usualSettings(options.allowActionsToCreatePullRequests),
    elsewhere: options.elsewhere ?? new Map(),
    diffs: new Map(),
    engine: noEngine,
    now,
    nextId,
  };
  return { hosted, blobs };
}

/** Before an engine is attached events make no runs. */
const noEngine: Engine = {
  runs: [],
  dispatch: async () => [],
  cancel: () => false,
  rerun: () => false,
  concurrencyGroups: () => [],
  idle: async () => {},
};

function seedOf({ seedFrom, extraFiles }: LabGitHubOptions): Seed {
  return {
    ...(seedFrom === undefined ? {} : { folder: seedFrom }),
    ...(extraFiles === undefined ? {} : { files: Object.fromEntries(extraFiles) }),
  };
}

/** Ids grow, are unique among all objects, and are as large as GitHub's. */
function createIds(): () => number {
  let last = 3_141_592_653;
  return () => {
    last += 7;
    return last;
  };
}

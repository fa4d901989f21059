import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { artifactService } from '../artifacts/artifact-service.ts';
import { createArtifactTable } from '../artifacts/artifact-table.ts';
import { blobRoutes } from '../artifacts/blob-routes.ts';
import { openBlobStore } from '../artifacts/blob-store.ts';
import { cacheService } from '../artifacts/cache-service.ts';
import { createRuntimeTokens } from '../artifacts/runtime-tokens.ts';
import { createSignedLinks } from '../artifacts/signed-links.ts';
import { createBareRepository } from '../git-host/bare-repository.ts';
import { listFilesBelow, readBlob, readEntry } from '../git-host/files.ts';
import { type Seed, seedRepository } from '../git-host/seed.ts';
import type { Engine, EngineHost } from '../run.ts';
import { type Account, createAccounts, type NewAccount, type Role } from './accounts.ts';
import { createFaults, type Faults } from './faults.ts';
import { createFront } from './front.ts';
import { type Hosted, timestamp } from './hosted.ts';
import { createTokens, type SignedIn } from './identity.ts';
import { labRoutes } from './lab-routes.ts';
import { gitHubLimits, type HourlyLimits } from './rate-limit.ts';
import type { RequestRecord } from './request-log.ts';
import { restApi } from './rest-api.ts';

export interface LabGitHubOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Where the bare repository and the artifacts are kept. */
  readonly dataDir: string;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch?: string;
  readonly private?: boolean;
  /** A folder whose files are the first commit. */
  readonly seedFrom?: string;
  /** More files of the first commit, by path. With neither, the repository has no commit. */
  readonly extraFiles?: ReadonlyMap<string, string>;
  /** People beside the usual five. */
  readonly people?: readonly NewAccount[];
  readonly secrets?: ReadonlyMap<string, string>;
  readonly variables?: ReadonlyMap<string, string>;
  /** The repository's setting; on by default. */
  readonly allowActionsToCreatePullRequests?: boolean;
  readonly hourlyLimits?: Partial<HourlyLimits>;
  readonly now?: () => Date;
}

/** A token for each standing. */
export interface LabTokens {
  /** `olivia`, admin. */
  readonly owner: string;
  /** `wanda`, write. */
  readonly writer: string;
  /** `rick`, read. */
  readonly reader: string;
  /** `sam`, no collaborator. */
  readonly stranger: string;
  /** `helper-bot[bot]`, an app that may write everything but workflow files. */
  readonly bot: string;
}

/** A running local GitHub with one repository. */
export interface LabGitHub extends EngineHost {
  readonly tokens: LabTokens;
  /** Every REST request so far, oldest first. */
  readonly requests: readonly RequestRecord[];
  readonly faults: Faults;
  /** The bare repository on disk. */
  readonly gitFolder: string;
  readonly settings: Hosted['settings'];
  /** Gives the events to an engine, and the engine's runs to the API. */
  attach(engine: Engine): void;
  tokenFor(login: string): string;
  /** Makes somebody a collaborator, or changes what they may do. */
  setRole(login: string, role: Role | undefined): void;
  /** For routes below `/_lab`, and for pages that answer requests which accept HTML. Add them before the first request. */
  readonly app: Hono;
  close(): Promise<void>;
}

/** Starts a GitHub on 127.0.0.1. */
export async function startLabGitHub(options: LabGitHubOptions): Promise<LabGitHub> {
  const { hosted, results, runtimeTokens } = await createHosted(options);
  const people = giveTokens(hosted, options.people ?? []);
  const faults = createFaults();
  const requests: RequestRecord[] = [];
  const app = new Hono();
  const front = createFront({
    hosted,
    rest: restApi(hosted, { ...gitHubLimits, ...options.hourlyLimits }),
    results,
    lab: labRoutes({ hosted, requests, faults, owner: people.owner }),
    app,
    faults,
    requests,
  });
  const server = createAdaptorServer({ fetch: (request, env) => front(request, env as Parameters<typeof front>[1]) });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  hosted.urls.api = `http://127.0.0.1:${port}`;
  // The Actions toolkit takes hosts that end in .localhost for GitHub; git and browsers resolve them, Node does not.
  hosted.urls.server = `http://github.localhost:${port}`;

  return {
    ...engineHost(hosted),
    mintRuntimeToken: (job) => runtimeTokens.mint(job),
    tokens: people.tokens,
    requests,
    faults,
    gitFolder: hosted.git.folder,
    settings: hosted.settings,
    attach: (engine) => {
      hosted.engine = engine;
    },
    tokenFor: people.tokenFor,
    setRole: (login, role) => {
      (hosted.accounts.find(login) ?? hosted.accounts.add({ login })).role = role;
    },
    app,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
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

async function createHosted(options: LabGitHubOptions) {
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
    createdAt: timestamp(now()),
    pushedAt: timestamp(now()),
    urls,
    accounts,
    tokens: createTokens(accounts),
    git,
    threads: [],
    comments: [],
    labels: [],
    artifacts,
    links,
    secrets: options.secrets ?? new Map(),
    variables: options.variables ?? new Map(),
    settings: { allowActionsToCreatePullRequests: options.allowActionsToCreatePullRequests ?? true },
    diffs: new Map(),
    engine: noEngine,
    now,
    nextId,
  };
  const tokens = createRuntimeTokens();
  const runOf = (id: number) => hosted.engine.runs.find((run) => run.id === id);
  const results = new Hono();
  results.route(
    '/',
    artifactService({ table: artifacts, tokens, links, attemptOf: (run) => runOf(run)?.attempt ?? 1 }),
  );
  results.route('/', cacheService({ blobs, tokens, links, nextId, eventOf: (run) => runOf(run)?.event }));
  results.route('/', blobRoutes({ blobs, table: artifacts, links }));
  results.get('/_results/logs/:run', (c) => {
    const run = runOf(Number(c.req.param('run')));
    if (run === undefined || !links.opens(new URL(c.req.url), 'read')) return c.text('BlobNotFound', 404);
    return c.text(run.log);
  });
  return { hosted, results, runtimeTokens: tokens };
}

/** Ids grow, are unique among all objects, and are as large as GitHub's. */
function createIds(): () => number {
  let last = 3_141_592_653;
  return () => {
    last += 7;
    return last;
  };
}

const usualPeople = [
  { login: 'olivia', role: 'admin' },
  { login: 'wanda', role: 'write' },
  { login: 'rick', role: 'read' },
  { login: 'sam' },
  { login: 'helper-bot[bot]', type: 'Bot' },
] as const satisfies readonly NewAccount[];

const appPermissions = {
  actions: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
  workflows: 'none',
} as const;

function giveTokens(hosted: Hosted, more: readonly NewAccount[]) {
  const give = (account: Account) =>
    account.type === 'Bot' ? hosted.tokens.forApp(account, appPermissions) : hosted.tokens.forUser(account);
  const given = new Map([...usualPeople, ...more].map(({ login }) => [login, give(hosted.accounts.get(login))]));
  const tokenFor = (login: string) => {
    const token = given.get(login) ?? give(hosted.accounts.get(login));
    given.set(login, token);
    return token;
  };
  const tokens: LabTokens = {
    owner: tokenFor('olivia'),
    writer: tokenFor('wanda'),
    reader: tokenFor('rick'),
    stranger: tokenFor('sam'),
    bot: tokenFor('helper-bot[bot]'),
  };
  const owner: SignedIn = { kind: 'user', account: hosted.accounts.get('olivia'), token: tokens.owner };
  return { tokens, tokenFor, owner };
}

function engineHost(hosted: Hosted): Omit<EngineHost, 'mintRuntimeToken'> {
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
    secrets: hosted.secrets,
    variables: hosted.variables,
  };
}

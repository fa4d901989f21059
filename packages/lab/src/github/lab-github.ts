import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { createRuntimeTokens } from '../artifacts/runtime-tokens.ts';
import type { Engine, EngineHost } from '../run.ts';
import type { Role } from './accounts.ts';
import type { Api } from './api.ts';
import { type NewApp, type RegisteredApp, registerApp } from './apps.ts';
import { attachmentApp } from './attachments/attachment-routes.ts';
import { createHosted } from './create-hosted.ts';
import { engineHost } from './engine-host.ts';
import { createFaults, type Faults } from './faults.ts';
import { type ForkFiles, type ForkPullOrder, openForkPull, pushToFork } from './fork-pull.ts';
import { createFront, enterpriseApi } from './front.ts';
import type { Hosted } from './hosted.ts';
import type { LabGitHubOptions } from './lab-options.ts';
import { labRoutes } from './lab-routes.ts';
import { giveTokens, type LabTokens } from './people.ts';
import { gitHubLimits } from './rate-limit.ts';
import type { RequestRecord } from './request-log.ts';
import { restApi } from './rest-api.ts';
import { resultsApp } from './results.ts';
import { type CommentSeed, seedComments } from './seed-comments.ts';

export type { LabGitHubOptions } from './lab-options.ts';

/** A running local GitHub with one repository. */
export interface LabGitHub extends EngineHost {
  readonly tokens: LabTokens;
  /** Every REST request so far, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Those of git. */
  readonly gitRequests: readonly RequestRecord[];
  readonly faults: Faults;
  /** The bare repository on disk. */
  readonly gitFolder: string;
  readonly settings: Hosted['settings'];
  /** Gives the events to an engine, and the engine's runs to the API. */
  attach(engine: Engine): void;
  tokenFor(login: string): string;
  /** The tokens that somebody has and that were not revoked. */
  tokensOf(login: string): readonly string[];
  /** Makes an App and installs it in the repository. */
  registerApp(order: NewApp): RegisteredApp;
  /** Makes somebody a collaborator, or changes what they may do. */
  setRole(login: string, role: Role | undefined): void;
  /** Opens a pull request from somebody's copy of the repository. Answers its number. */
  openForkPull(order: ForkPullOrder): Promise<number>;
  /** Pushes a commit to the head of such a pull request. Answers its SHA. */
  pushToFork(pull: number, files: ForkFiles): Promise<string>;
  /** Attaches a file; answers the Markdown that GitHub's editor would put into a text. */
  addAttachment(name: string, contentType: string, bytes: Buffer): string;
  /** Gives a thread a long past at once. */
  seedComments(seed: CommentSeed): void;
  /** What pages show, and how they act. */
  readonly inside: { readonly hosted: Hosted; readonly rest: Api; tokenFor(login: string): string };
  /** For routes below `/_lab`, and for pages that answer requests which accept HTML. Add them before the first request. */
  readonly app: Hono;
  close(): Promise<void>;
}

/** Starts a GitHub on 127.0.0.1. */
export async function startLabGitHub(options: LabGitHubOptions): Promise<LabGitHub> {
  const { hosted, blobs } = await createHosted(options);
  const runtimeTokens = createRuntimeTokens();
  const people = giveTokens(hosted, options.people ?? []);
  const faults = createFaults();
  const requests: RequestRecord[] = [];
  const gitRequests: RequestRecord[] = [];
  const app = new Hono();
  const rest = restApi(hosted, { ...gitHubLimits, ...options.hourlyLimits });
  const front = createFront({
    hosted,
    rest,
    results: resultsApp(hosted, blobs, runtimeTokens),
    attachments: attachmentApp(hosted),
    lab: labRoutes({ hosted, requests, faults, owner: people.owner }),
    app,
    faults,
    requests,
    gitRequests,
  });
  const server = createAdaptorServer({ fetch: (request, env) => front(request, env as Parameters<typeof front>[1]) });
  const port = await listen(server, options.port ?? 0);
  // The Actions toolkit takes hosts that end in .localhost for GitHub; git and browsers resolve them, Node does not.
  hosted.urls.server = hosted.isEnterprise ? `http://127.0.0.1:${port}` : `http://github.localhost:${port}`;
  hosted.urls.api = `http://127.0.0.1:${port}${hosted.isEnterprise ? enterpriseApi : ''}`;

  return {
    ...engineHost(hosted),
    mintRuntimeToken: (job) => runtimeTokens.mint(job),
    tokens: people.tokens,
    requests,
    gitRequests,
    faults,
    gitFolder: hosted.git.folder,
    settings: hosted.settings,
    attach: (engine) => {
      hosted.engine = engine;
    },
    tokenFor: people.tokenFor,
    tokensOf: (login) => hosted.tokens.of(login),
    registerApp: (order) => registerApp(hosted.apps, hosted.accounts, order),
    setRole: (login, role) => {
      (hosted.accounts.find(login) ?? hosted.accounts.add({ login })).role = role;
    },
    openForkPull: (order) => openForkPull(hosted, order),
    pushToFork: (pull, files) => pushToFork(hosted, pull, files),
    seedComments: (seed) => seedComments(hosted, seed),
    addAttachment: (name, contentType, bytes) => hosted.attached.add(name, contentType, bytes),
    inside: { hosted, rest, tokenFor: people.tokenFor },
    app,
    close: () => close(server),
  };
}

function listen(server: ServerType, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Clients keep connections open, and would keep the server from closing.
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}

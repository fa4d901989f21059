import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@codex-worker/core';
import * as v from 'valibot';
import { keyHeaders } from '../auth/key-headers.ts';
import type { WorkloadTrust } from '../auth/way-in.ts';
import { proxyEnvironment } from '../process/environment.ts';
import { tailOf } from '../process/tail.ts';
import { assertKey } from './api-key.ts';
import { startGate } from './gate.ts';
import type { SocketTest } from './peer.ts';
import { startRelay } from './relay.ts';

export interface ProxyOrder {
  readonly binary: string;
  /** The API key, or how a job of GitHub shows who it is. */
  readonly key: string | WorkloadTrust;
  /** `CODEX_HOME`, where the proxy leaves its port for a moment. */
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whole address to post to; undefined is OpenAI's. */
  readonly upstream?: string | undefined;
  readonly signal: AbortSignal;
}

/** Codex's own proxy, which puts the key on requests so that Codex need not know it, for Codex alone. Ends with its scope. */
export interface KeyProxy extends AsyncDisposable {
  /** Port of the gate before it, which lets nobody but Codex through. */
  readonly port: number;
  /** What Codex shows at the gate, in its environment. */
  readonly token: string;
  /** Says which sockets are Codex's, from now on. */
  admit(isCodex: SocketTest): void;
  /** How often it could not reach the upstream so far: Codex itself only sees a status 500. */
  unreachedCount(): number;
}

const openAi = 'https://api.openai.com/v1/responses';
const info = v.object({ port: v.number() });
const START_MS = 15_000;
const LOOK_AGAIN_MS = 15;
const END_MS = 1_000;

/** Starts the proxy and waits until it listens. The key goes to its stdin and is in no environment. */
export async function startProxy(order: ProxyOrder): Promise<KeyProxy> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(order.home, 'proxy-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await using running = new AsyncDisposableStack();
  const pass = randomUUID();
  const infoFile = path.join(folder, 'info.json');
  const credential = await credentialOf(order, pass, running);
  const child = spawnProxy(order, ['--server-info', infoFile, ...credential.args]);
  const gone = once(child, 'exit').catch((error: unknown) => [error]);
  running.defer(() => endProxy(child, gone));
  const unreachedCount = countUnreached(child.stderr);
  const stderr = tailOf(child.stderr);
  child.stdin.on('error', () => undefined);
  child.stdin.end(credential.stdin);
  const proxyPort = await portOf(infoFile, gone, order.signal).catch((cause: unknown) => {
    order.signal.throwIfAborted();
    throw notStarted(order, stderr.text(), cause);
  });
  const { port, token, admit } = running.use(await startGate({ proxyPort, pass }));
  const open = running.move();
  return { port, token, admit, unreachedCount, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

interface Credential {
  readonly args: readonly string[];
  /** In no environment and no list of arguments. */
  readonly stdin: string;
}

async function credentialOf(order: ProxyOrder, pass: string, running: AsyncDisposableStack): Promise<Credential> {
  const { key, upstream = openAi, environment } = order;
  if (typeof key !== 'string') return workloadCredential(key, order.upstream);
  assertKey(key);
  const relay = running.use(await startRelay({ upstream, pass, environment, headers: keyHeaders(upstream, key) }));
  return { args: ['--upstream-url', relay.url], stdin: key };
}

/** The proxy then asks OpenAI itself, and nobody else: no relay can stand between. */
function workloadCredential(trust: WorkloadTrust, upstream: string | undefined): Credential {
  if (upstream !== undefined) {
    throw new Failure('input-invalid', {
      what: `The input \`responses-api-url\` is ${upstream}, and a job's identity is known to OpenAI alone.`,
      fix: 'Leave `responses-api-url` empty, or pass an API key in the place of `identity-provider-id`.',
    });
  }
  const { audience, identityProviderId, serviceAccountId, requestUrl, requestToken } = trust;
  const who = ['--identity-provider-id', identityProviderId, '--service-account-id', serviceAccountId];
  const where = ['--oidc-audience', audience, '--github-oidc-request-url', requestUrl];
  return { args: ['--github-oidc', ...who, ...where], stdin: requestToken };
}

function spawnProxy({ binary, home, environment }: ProxyOrder, args: readonly string[]) {
  // Without --http-shutdown: a command with network could end the proxy of its own turn.
  return spawn(binary, ['responses-api-proxy', ...args], {
    cwd: home,
    env: proxyEnvironment(environment, home),
    // Ctrl-C on a terminal must reach Codex before its connection goes away.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

function countUnreached(stderr: Readable): () => number {
  let count = 0;
  stderr.on('data', (chunk: Buffer | string) => {
    count += chunk.toString().split('forwarding error').length - 1;
  });
  return () => count;
}

async function portOf(file: string, gone: Promise<unknown>, signal: AbortSignal): Promise<number> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(START_MS)]);
  let ended = false;
  void gone.then(() => {
    ended = true;
  });
  for (;;) {
    const port = await readPort(file);
    if (port !== undefined) return port;
    deadline.throwIfAborted();
    if (ended) throw new Error('it ended at once');
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Undefined while the file is not there, or not whole. */
async function readPort(file: string): Promise<number | undefined> {
  try {
    return v.parse(info, JSON.parse(await readFile(file, 'utf8'))).port;
  } catch {
    return undefined;
  }
}

async function endProxy(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const timer = new AbortController();
  const patience = sleep(END_MS, 'over', { signal: timer.signal }).catch(() => 'over');
  if ((await Promise.race([gone, patience])) === 'over') child.kill('SIGKILL');
  timer.abort();
}

function notStarted({ key }: ProxyOrder, stderr: string, cause: unknown): Failure {
  const said = stderr.trim().split('\n').at(-1) || (cause instanceof Error ? cause.message : String(cause));
  const why = said.replace(/^Error: /, '').replace(/\.$/, '');
  if (typeof key !== 'string') {
    return new Failure('auth', {
      what: `OpenAI gave this job no access in the place of a key: ${why}.`,
      fix: "Compare `identity-provider-id`, `service-account-id` and `oidc-audience` with OpenAI's settings page, and what it trusts with this repository and workflow.",
      cause,
    });
  }
  return new Failure('crashed', {
    what: `The proxy that holds the API key did not start: ${why}.`,
    fix: 'Re-run the failed jobs; if it happens again, report it with the log of the run.',
    cause,
  });
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '@codex-worker/core';
import * as v from 'valibot';
import type { Release } from './release.ts';

/** Where a release can be had, and its digest. */
export interface PackageSource {
  readonly tarball: string;
  readonly integrity: string;
}

/** What is asked of `fetch` here. */
export type Fetch = (url: string, options: { readonly signal: AbortSignal }) => Promise<Response>;

const metadata = v.object({
  dist: v.object({ tarball: v.string(), integrity: v.pipe(v.string(), v.regex(/^sha512-/)) }),
});

/** Asks the registry for the package of a release. A pinned digest counts for more than what the registry says. */
export async function findPackage(
  registry: string,
  release: Release,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<PackageSource> {
  const url = `${registry.replace(/\/+$/, '')}/@openai/codex/${release.packageVersion}`;
  const response = await request(url, fetch, signal);
  if (response.status === 404) throw unknownVersion(release, registry);
  if (!response.ok) throw unreachable(url, `status ${response.status}`);
  const parsed = v.safeParse(metadata, await response.json().catch(() => undefined));
  if (!parsed.success) throw unreachable(url, 'an answer that describes no package');
  const { tarball, integrity } = parsed.output.dist;
  return { tarball, integrity: release.pinned ?? integrity };
}

/** Fetches, and turns "no connection" into a sentence that names the address. */
export async function request(url: string, fetch: Fetch, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw unreachable(url, reason(cause), cause);
  }
}

/** The registry that npm is set to on this machine. */
export async function registryOfNpm(folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  try {
    // Not in the workspace: an .npmrc of the repository must not choose where Codex comes from.
    const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry'], {
      cwd: folder,
      env: npmEnvironment(environment),
      timeout: 30_000,
    });
    return v.parse(v.pipe(v.string(), v.trim(), v.url()), stdout);
  } catch (cause) {
    throw new Failure('codex-install', {
      what: `npm did not say which registry it uses: ${reason(cause)}.`,
      fix: 'Install npm on the runner, or check its `registry` setting with `npm config get registry`.',
      cause,
    });
  }
}

function npmEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const wanted = /^(PATH|HOME|npm_config_.+)$/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => wanted.test(name)));
}

/** A download that failed for want of a connection, or because of what came instead. */
export function unreachable(url: string, why: string, cause?: unknown): Failure {
  return new Failure('codex-install', {
    what: `Codex could not be downloaded from ${url}: ${why}.`,
    fix: 'Check that the runner can reach the npm registry (`npm ping`), then re-run the failed jobs.',
    cause,
  });
}

function unknownVersion(release: Release, registry: string): Failure {
  return new Failure('codex-install', {
    what: `The registry ${registry} has no Codex ${release.version} for linux-${release.arch}.`,
    fix: 'Change the input `codex-version` to a released version: `npm view @openai/codex versions`.',
  });
}

/** The innermost reason: `fetch failed` alone says nothing. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reason(error.cause);
  return 'code' in error && typeof error.code === 'string' && !error.message.includes(error.code)
    ? `${error.message} (${error.code})`
    : error.message || error.name;
}

import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@codex-worker/core';
import { fetchBy } from './fetch-by.ts';
import { isComplete, markComplete } from './marker.ts';
import { type Fetch, findPackage, type PackageSource, registryOfNpm } from './registry.ts';
import { chooseRelease, type Release } from './release.ts';
import { unpack } from './unpack.ts';

export interface InstallOrder {
  readonly version: string;
  /** The runner's tool cache, `RUNNER_TOOL_CACHE`. */
  readonly toolCache: string;
  /** Undefined asks npm. */
  readonly registry?: string | undefined;
  readonly platform: string;
  readonly arch: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly fetch?: Fetch;
  readonly signal: AbortSignal;
}

/** Codex CLI on this machine. */
export interface InstalledCodex {
  readonly folder: string;
  /** The native binary: npm's wrapper script would leave it running when it is killed. */
  readonly binary: string;
  readonly version: string;
  /** Whether it was there already. */
  readonly cached: boolean;
}

/** Makes sure that a version of Codex CLI is in the tool cache. Two of these at once are fine. */
export async function installCodex(order: InstallOrder): Promise<InstalledCodex> {
  const release = chooseRelease(order.version, order.platform, order.arch);
  const folder = path.join(order.toolCache, 'codex-worker-codex', release.version, release.arch);
  const installed = { folder, binary: path.join(folder, 'bin', 'codex'), version: release.version };
  if (await isComplete(folder, release)) return { ...installed, cached: true };
  await mkdir(path.dirname(folder), { recursive: true });
  await download(order, release, folder);
  return { ...installed, cached: false };
}

async function download(order: InstallOrder, release: Release, folder: string): Promise<void> {
  const { fetch = fetchBy(order.environment), signal } = order;
  const registry = order.registry ?? (await registryOfNpm(path.dirname(folder), order.environment));
  const source = await findPackage(registry, release, fetch, signal);
  // Beside its place, so that the rename stays on one file system.
  const fresh = await mkdtemp(`${folder}.new-`);
  try {
    await unpack(source, fresh, fetch, signal);
    await markWhole(fresh, source);
    await moveIntoPlace(fresh, folder, release);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function markWhole(folder: string, source: PackageSource): Promise<void> {
  try {
    await markComplete(folder, source.integrity);
  } catch (cause) {
    throw new Failure('codex-install', {
      what: `The package at ${source.tarball} lacks a file that Codex needs: ${cause instanceof Error ? cause.message : cause}.`,
      fix: 'Change the input `codex-version` to a version that the worker supports.',
      cause,
    });
  }
}

/** A folder that is there by now is another run's whole install, or rubbish that makes way. */
async function moveIntoPlace(fresh: string, folder: string, release: Release): Promise<void> {
  if (await isComplete(folder, release)) return;
  try {
    await rename(fresh, folder);
  } catch {
    if (await isComplete(folder, release)) return;
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  }
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A package of the npm registry whose code stands in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its manifest says, if it does. */
  readonly licence: string | undefined;
  readonly folder: string;
}

/** The packages that these files of `node_modules` belong to, in the order of their names. */
export async function bundledPackages(root: string, files: readonly string[]): Promise<readonly BundledPackage[]> {
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== undefined));
  const found = await Promise.all([...folders].map((folder) => packageIn(path.join(root, folder))));
  return found.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

/** Name and version, as the lockfile writes them. */
export function idOf({ name, version }: BundledPackage): string {
  return `${name}@${version}`;
}

/** `node_modules/.pnpm/tar@7.5.23/node_modules/tar/dist/x.js` belongs to `…/node_modules/tar`. */
function packageFolder(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function packageIn(folder: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  return { name, version, licence: typeof license === 'string' ? license : undefined, folder };
}

import { parse } from 'yaml';
import type { ProjectFile } from './project-files.ts';

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly scripts?: Versions;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly resolution: Versions }>>;
}

/** Dependencies of a manifest that could become another version tomorrow, as `path: name version`. */
export function loosePins({ path, text }: ProjectFile): readonly string[] {
  const { dependencies, devDependencies, optionalDependencies }: Manifest = JSON.parse(text);
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  const loose = all.filter(([, version]) => version !== 'workspace:*' && !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version));
  return loose.map(([name, version]) => `${path}: ${name} ${version}`);
}

/** Scripts that an install would run. */
export function installScripts({ path, text }: ProjectFile): readonly string[] {
  const { scripts = {} }: Manifest = JSON.parse(text);
  return Object.keys(scripts)
    .filter((name) => /^(?:pre|post)?install$|^(?:pre|post)?prepare$/.test(name))
    .map((name) => `${path}: ${name}`);
}

/** Packages of a lockfile that are known by something else than their digest: an address, or nothing. */
export function withoutDigest(lockfile: string): readonly string[] {
  const { packages }: Lockfile = parse(lockfile);
  const known = ({ integrity, ...others }: Versions) =>
    integrity?.startsWith('sha512-') && Object.keys(others).length === 0;
  return Object.entries(packages).flatMap(([name, { resolution }]) => (known(resolution) ? [] : [name]));
}

/** The digest of each package of a lockfile, in hexadecimal digits. */
export function digestsIn(lockfile: string): ReadonlyMap<string, string> {
  const { packages }: Lockfile = parse(lockfile);
  const hex = (integrity = '') => Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  return new Map(Object.entries(packages).map(([name, { resolution }]) => [name, hex(resolution['integrity'])]));
}

import { parse } from 'yaml';

type Resolution = Readonly<Record<string, unknown>>;

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly resolution: Resolution }>>;
}

/** The digest of each package in pnpm-lock.yaml, in hexadecimal digits. */
export function digestsIn(lockfile: string): ReadonlyMap<string, string> {
  const { packages }: Lockfile = parse(lockfile);
  return new Map(Object.entries(packages).map(([name, { resolution }]) => [name, digestOf(resolution)]));
}

/**
 * Packages that are known by something else than their digest: by an address, which would send every install to the
 * server of whoever wrote it, or by nothing.
 */
export function withoutDigest(lockfile: string): readonly string[] {
  const { packages }: Lockfile = parse(lockfile);
  const found = Object.entries(packages).filter(([, { resolution }]) => !isDigestAlone(resolution));
  return found.map(([name]) => name);
}

function isDigestAlone(resolution: Resolution): boolean {
  return digestOf(resolution) !== '' && Object.keys(resolution).length === 1;
}

function digestOf({ integrity }: Resolution): string {
  if (typeof integrity !== 'string' || !integrity.startsWith('sha512-')) return '';
  return Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
}

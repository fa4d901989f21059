import type { ProjectFile } from './project-files.ts';

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly scripts?: Versions;
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

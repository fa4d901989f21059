import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of this repository. */
export const projectRoot = path.resolve(import.meta.dirname, '../../../..');

/** A file of the repository, by its POSIX path from the root. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** Reads one file by its path from the root. */
export function projectFile(file: string): ProjectFile {
  return { path: file, text: readFileSync(path.join(projectRoot, file), 'utf8') };
}

/** `__messages__` is what the worker says, not what people are told to do. */
const skipped = new Set(['__messages__', 'node_modules', '.git', '.turbo', 'dist', 'coverage', 'fixtures']);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(path.join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

const matching = (folder: string, pattern: RegExp): readonly ProjectFile[] =>
  filesBelow(folder)
    .filter((file) => pattern.test(file))
    .map(projectFile);

/** The workflows of this repository, then the examples of callers. */
export const workflowFiles = (): readonly ProjectFile[] => [
  ...matching('.github/workflows', /\.ya?ml$/),
  ...matching('examples', /\.ya?ml$/),
];

/** The manifests of the actions. */
export const actionFiles = (): readonly ProjectFile[] => matching('actions', /\/action\.yml$/);

/** The manifests of the packages, that of the whole project first. */
export const packageFiles = (): readonly ProjectFile[] => [
  projectFile('package.json'),
  ...['actions', 'bench', 'packages'].flatMap((folder) => matching(folder, /\/package\.json$/)),
];

/** Everything that is written for people. */
export const markdownFiles = (): readonly ProjectFile[] => matching('.', /\.md$/);

import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BaseInstructions } from '@codex-worker/core';
import { fields } from './changed-entries.ts';
import { readBlobs } from './read-blobs.ts';
import type { Git } from './run-git.ts';

/** What Codex obeys of a repository: documents at its root, and the skills and settings of two folders. */
const DOCUMENTS = ['AGENTS.md', 'AGENTS.override.md'];
const FOLDERS = ['.codex', '.agents'];
/** What is more than this is no instruction that anybody wrote, and is not read. */
const MOST_FILES = 1_000;
const MOST_BYTES = 1024 * 1024;
/** Codex reads no more of a document. */
const LONGEST_DOCUMENT = 32 * 1024;

interface Instruction {
  readonly file: string;
  readonly bytes: Buffer;
}

/** What a branch that was fetched tells Codex. Of one that is not there nothing is known, and nothing equals it. */
export async function instructionsOf(git: Git, branch: string): Promise<BaseInstructions> {
  const commit = `refs/remotes/origin/${branch}`;
  const listed = await git.attempt(['ls-tree', '-r', '-z', commit, '--', ...DOCUMENTS, ...FOLDERS]);
  if (listed.exitCode !== 0) return { branch, digest: '', document: undefined };
  const entries = fields(listed.stdout).map(entryOf);
  const blobs = await readBlobs(
    git,
    entries.slice(0, MOST_FILES).map(({ sha }) => sha),
  );
  const found = entries.map(async ({ mode, file }, index): Promise<Instruction | undefined> => {
    const bytes = blobs[index];
    if (bytes === undefined || mode.startsWith('100')) return bytes && { file, bytes };
    return mode === '120000' && DOCUMENTS.includes(file) ? linked(git, commit, file, bytes.toString()) : undefined;
  });
  const instructions = (await Promise.all(found)).filter((one) => one !== undefined);
  const isWhole = instructions.length === entries.length;
  const document = instructions.find(({ file }) => file === 'AGENTS.md')?.bytes;
  return {
    branch,
    digest: isWhole ? digestOf(instructions) : '',
    document: document?.subarray(0, LONGEST_DOCUMENT).toString(),
  };
}

function entryOf(line: string) {
  const [mode = '', , sha = ''] = line.split(/[ \t]/, 3);
  return { mode, sha, file: line.slice(line.indexOf('\t') + 1) };
}

/** A document that is a link to another file, as `AGENTS.md` to a name that other tools read. */
async function linked(git: Git, commit: string, file: string, target: string): Promise<Instruction | undefined> {
  const end = await git.attempt(['cat-file', 'blob', `${commit}:${path.posix.normalize(target)}`]);
  return end.exitCode === 0 ? { file, bytes: end.stdout } : undefined;
}

/** The digest of what the files of a folder tell Codex, as they are now; undefined where it is nothing that a branch could hold. */
export async function instructionsIn(folder: string): Promise<string | undefined> {
  const root = await realpath(folder);
  const found = await Promise.all([...DOCUMENTS, ...FOLDERS].map((name) => filesAt(root, name)));
  const names = found.flatMap((files) => files ?? []);
  if (found.includes(undefined) || names.length > MOST_FILES) return undefined;
  const instructions: Instruction[] = [];
  for (const file of names) {
    const bytes = await readInside(root, file);
    if (bytes === undefined) return undefined;
    instructions.push({ file, bytes });
  }
  return digestOf(instructions);
}

/** The files at or below a name, relative to the root; undefined where a command of the turn has made them unreadable. */
async function filesAt(root: string, name: string): Promise<readonly string[] | undefined> {
  const place = path.join(root, name);
  const found = await stat(place).catch(() => undefined);
  if (found === undefined) return [];
  if (DOCUMENTS.includes(name) || !found.isDirectory()) return [name];
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => undefined);
  return entries
    ?.filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

/** A file of the workspace and of a size that somebody wrote; undefined for a way out of it, a device, or what cannot be read. */
async function readInside(root: string, file: string): Promise<Buffer | undefined> {
  const real = await realpath(path.join(root, file)).catch(() => undefined);
  if (real === undefined || !real.startsWith(`${root}${path.sep}`)) return undefined;
  if (real !== path.join(root, file) && !DOCUMENTS.includes(file)) return undefined;
  const found = await stat(real).catch(() => undefined);
  return found?.isFile() && found.size <= MOST_BYTES ? readFile(real).catch(() => undefined) : undefined;
}

function digestOf(instructions: readonly Instruction[]): string {
  const sums = instructions.map(({ file, bytes }) => [file, createHash('sha256').update(bytes).digest('hex')]);
  sums.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sums)).digest('hex');
}

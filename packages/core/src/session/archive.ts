import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Header } from 'tar/header';
import { Parser } from 'tar/parse';
import { Failure } from '../failure/failure.ts';

/** A regular file by its relative POSIX path. */
export interface ArchivedFile {
  readonly path: string;
  readonly bytes: Buffer;
}

const MB = 1024 * 1024;
/** Sessions of years are some tens of MB: a bundle that unpacks to more is a bomb. */
const MOST_BYTES = 512 * MB;
const BLOCK = 512;

/** Packs files as tar and compresses them. Level 3 is within 20 % of level 19 on transcripts, at a hundredth of its time. */
export function packFiles(files: readonly ArchivedFile[]): Buffer {
  const blocks = files.flatMap(({ path, bytes }) => [header(path, bytes.length), bytes, padding(bytes.length)]);
  return zstdCompressSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), {
    params: { [constants.ZSTD_c_compressionLevel]: 3 },
  });
}

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const needsMore = new Header({ path, size, mode: 0o600, type: 'File', mtime: new Date(0) }).encode(block, 0);
  // A path over 100 bytes needs an extension record, which no rollout's path does.
  if (needsMore) throw new TypeError(`${path} is too long a path for the archive`);
  return block;
}

const padding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** Unpacks into memory. Links, devices, absolute paths and `..` are refused before anything is written anywhere. */
export function unpackFiles(archive: Buffer): readonly ArchivedFile[] {
  const files: ArchivedFile[] = [];
  const problems: string[] = [];
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const problem = problemOf(entry.path, entry.type);
      if (problem) problems.push(problem);
      const chunks: Buffer[] = [];
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      entry.on('end', () => files.push({ path: entry.path, bytes: Buffer.concat(chunks) }));
    },
  });
  try {
    const tar = zstdDecompressSync(archive, { maxOutputLength: MOST_BYTES });
    if (isCompressed(tar)) problems.push('it is compressed twice');
    else parser.end(tar);
  } catch (cause) {
    throw unreadable(isTooLarge(cause) ? `it unpacks to more than ${MOST_BYTES / MB} MB` : messageOf(cause), cause);
  }
  if (new Set(files.map(({ path }) => path)).size < files.length) problems.push('it holds a file twice');
  if (problems.length > 0) throw unreadable(problems.join('; '));
  return files;
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const isTooLarge = (cause: unknown): boolean =>
  cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';

/** The parser would unpack gzip or zstd on its own, beyond the limit. */
function isCompressed(bytes: Buffer): boolean {
  return ['1f8b', '28b52ffd'].some((magic) => bytes.subarray(0, magic.length / 2).toString('hex') === magic);
}

function problemOf(path: string, type: string): string | undefined {
  if (type !== 'File' && type !== 'OldFile') return `"${path}" is a ${type}`;
  const parts = path.split('/');
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0')) return `"${path}" is not a relative path`;
  if (parts.includes('..') || parts.includes('') || parts.includes('.')) return `"${path}" leaves its folder`;
  return undefined;
}

function unreadable(why: string, cause?: unknown): Failure {
  return new Failure('bundle-untrusted', {
    what: `The archive in the session artifact is refused: ${why}.`,
    fix: 'Delete the artifact, then begin anew.',
    cause,
  });
}

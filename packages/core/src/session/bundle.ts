import * as v from 'valibot';
import { Failure } from '../failure/failure.ts';
import { type Ledger, parseLedger, threadKeySchema } from '../ledger/ledger.ts';
import { parseJson } from '../store/stored-json.ts';
import type { ThreadKey } from '../thread/thread.ts';
import { type ArchivedFile, packFiles, unpackFiles } from './archive.ts';
import { keyCheck, newKeyMaterial, open, seal, TAG_BYTES } from './seal.ts';

/** The container's format. Readers accept every version ever released; fixtures/bundle-v1.bin keeps them honest. */
export const BUNDLE_VERSION = 1;
const MAGIC = Buffer.from('CODEXWRK');
/** A header is some 300 bytes: anything near this is not one of ours. */
const LONGEST_HEADER = 4096;

const headerSchema = v.object({
  version: v.literal(BUNDLE_VERSION),
  repositoryId: v.number(),
  thread: threadKeySchema,
  sequence: v.number(),
  codexVersion: v.string(),
  algorithm: v.literal('hkdf-sha256+aes-256-gcm+zstd+tar'),
  salt: v.string(),
  nonce: v.string(),
  /** Tells another key from a changed byte. Bundles of the first release have none. */
  keyCheck: v.optional(v.string()),
  /** Length of the sealed body, to tell a file that ends early. */
  bytes: v.optional(v.number()),
});

/** What a bundle says of itself without a key. It is authenticated, so none of it can be changed. */
export type BundleHeader = v.InferOutput<typeof headerSchema>;

/** Whose bundle it is. */
export interface BundleOwner {
  readonly repositoryId: number;
  readonly thread: ThreadKey;
}

export interface BundleContents {
  readonly ledger: Ledger;
  /** Codex's rollout files, by their path under `CODEX_HOME`. */
  readonly files: readonly ArchivedFile[];
}

const LEDGER_FILE = 'ledger.json';

/** Seals session and ledger for one repository and thread: clear header, then ciphertext, then tag. */
export function sealBundle(contents: BundleContents, owner: BundleOwner, codexVersion: string, key: string): Buffer {
  const { salt, nonce } = newKeyMaterial();
  const ledger = { path: LEDGER_FILE, bytes: Buffer.from(JSON.stringify(contents.ledger)) };
  const archive = packFiles([ledger, ...contents.files]);
  const header: BundleHeader = {
    version: BUNDLE_VERSION,
    repositoryId: owner.repositoryId,
    thread: owner.thread,
    sequence: contents.ledger.sequence,
    codexVersion,
    algorithm: 'hkdf-sha256+aes-256-gcm+zstd+tar',
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    keyCheck: keyCheck(key, salt),
    bytes: archive.length + TAG_BYTES,
  };
  const clear = encodeHeader(header);
  return Buffer.concat([clear, seal(archive, key, salt, nonce, clear)]);
}

/** Opens a bundle, or says in a Failure why it is not accepted. Nothing is written anywhere before all of it is checked. */
export function openBundle(bytes: Buffer, owner: BundleOwner, key: string): BundleContents {
  return openWithAny(bytes, owner, [key]).contents;
}

/** A bundle that opened, and by which of the keys. */
export interface OpenedBundle {
  readonly contents: BundleContents;
  /** Index of the key. */
  readonly key: number;
}

/** Opens a bundle with the first of several keys that fits: while a key is replaced, there are two. */
export function openWithAny(bytes: Buffer, owner: BundleOwner, keys: readonly string[]): OpenedBundle {
  const { header, clear } = readHeader(bytes);
  if (header.repositoryId !== owner.repositoryId) {
    throw refused(`The session artifact belongs to the repository with id ${header.repositoryId}, not to this one.`);
  }
  if (header.thread !== owner.thread) {
    throw refused(`The session artifact belongs to the thread ${header.thread}, not to ${owner.thread}.`);
  }
  const body = bytes.subarray(clear.length);
  if (header.bytes !== undefined && body.length < header.bytes) {
    throw refused(`The session artifact is cut off: it has ${bytes.length} of ${clear.length + header.bytes} bytes.`);
  }
  const [salt, nonce] = [Buffer.from(header.salt, 'base64'), Buffer.from(header.nonce, 'base64')];
  for (const [index, key] of keys.entries()) {
    const archive = open(body, key, salt, nonce, clear);
    if (archive) return { contents: readContents(archive), key: index };
  }
  throw refused(whyClosed(header, keys, salt));
}

function whyClosed({ keyCheck: check }: BundleHeader, keys: readonly string[], salt: Buffer): string {
  const changed = 'it was changed after it was sealed';
  const otherKey =
    'it was sealed with another key (the secret `SESSION_KEY`, or without one `OPENAI_API_KEY`: a key that is replaced goes into `OLD_SESSION_KEY`, or its sessions end)';
  const fits = keys.some((key) => keyCheck(key, salt) === check);
  const why = check === undefined ? `${changed}, or ${otherKey}` : fits ? changed : otherKey;
  return `The session artifact does not open: ${why}.`;
}

function readContents(archive: Buffer): BundleContents {
  const files = unpackFiles(archive);
  const ledgerFile = files.find(({ path }) => path === LEDGER_FILE);
  if (!ledgerFile) throw refused('The session artifact holds no ledger.');
  const ledger = parseLedger(parseJson(ledgerFile.bytes.toString('utf8')));
  return { ledger, files: files.filter((file) => file !== ledgerFile) };
}

function encodeHeader(header: BundleHeader): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([MAGIC, length, json]);
}

/** Reads the clear header. `clear` is every byte before the sealed body: the associated data. */
export function readHeader(bytes: Buffer): { readonly header: BundleHeader; readonly clear: Buffer } {
  const start = MAGIC.length + 4;
  const length = bytes.length >= start ? bytes.readUInt32BE(MAGIC.length) : 0;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || length > LONGEST_HEADER || bytes.length < start + length) {
    throw refused(`The session artifact is no bundle of the worker (${bytes.length} bytes).`);
  }
  const stored = parseJson(bytes.subarray(start, start + length).toString('utf8'));
  const version = v.safeParse(v.object({ version: v.number() }), stored);
  if (version.success && version.output.version > BUNDLE_VERSION) {
    throw new Failure('bundle-too-new', {
      what: `The session bundle is version ${version.output.version}; this release reads up to ${BUNDLE_VERSION}.`,
      fix: 'Use the newest release of Codex Worker in every workflow.',
    });
  }
  const header = v.safeParse(headerSchema, stored);
  if (!header.success) throw refused('The header of the session artifact cannot be read.');
  return { header: header.output, clear: bytes.subarray(0, start + length) };
}

function refused(what: string): Failure {
  return new Failure('bundle-untrusted', {
    what,
    fix: 'Nothing of it was used. Begin anew: comment `/codex reset`, or open a new issue.',
  });
}

import * as v from 'valibot';
import { Failure } from '../failure/failure.ts';
import { type Ledger, parseLedger } from '../ledger/ledger.ts';
import { parseJson } from '../store/stored-json.ts';
import type { ThreadKey } from '../thread/thread.ts';
import { type ArchivedFile, packFiles, unpackFiles } from './archive.ts';
import { newKeyMaterial, open, seal } from './seal.ts';

/** The container's format. Readers accept every version ever released; fixtures/bundle-v1.bin keeps them honest. */
export const BUNDLE_VERSION = 1;
const MAGIC = Buffer.from('CODEXWRK');
/** A header is some 300 bytes: anything near this is not one of ours. */
const LONGEST_HEADER = 4096;

const headerSchema = v.object({
  version: v.literal(BUNDLE_VERSION),
  repositoryId: v.number(),
  thread: v.string(),
  sequence: v.number(),
  codexVersion: v.string(),
  algorithm: v.literal('hkdf-sha256+aes-256-gcm+zstd+tar'),
  salt: v.string(),
  nonce: v.string(),
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
  const header: BundleHeader = {
    version: BUNDLE_VERSION,
    repositoryId: owner.repositoryId,
    thread: owner.thread,
    sequence: contents.ledger.sequence,
    codexVersion,
    algorithm: 'hkdf-sha256+aes-256-gcm+zstd+tar',
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
  };
  const ledger = { path: LEDGER_FILE, bytes: Buffer.from(JSON.stringify(contents.ledger)) };
  const clear = encodeHeader(header);
  return Buffer.concat([clear, seal(packFiles([ledger, ...contents.files]), key, salt, nonce, clear)]);
}

/** Opens a bundle, or says in a Failure why it is not accepted. Nothing is written anywhere before all of it is checked. */
export function openBundle(bytes: Buffer, owner: BundleOwner, key: string): BundleContents {
  const { header, clear } = readHeader(bytes);
  if (header.repositoryId !== owner.repositoryId) {
    throw refused(`The session artifact belongs to the repository with id ${header.repositoryId}, not to this one.`);
  }
  if (header.thread !== owner.thread) {
    throw refused(`The session artifact belongs to the thread ${header.thread}, not to ${owner.thread}.`);
  }
  const archive = open(
    bytes.subarray(clear.length),
    key,
    Buffer.from(header.salt, 'base64'),
    Buffer.from(header.nonce, 'base64'),
    clear,
  );
  if (!archive) {
    throw refused(
      'The session artifact does not open: it was changed after it was sealed, or it was sealed with another key (the secret `SESSION_KEY`, or without one `OPENAI_API_KEY`: replacing that key ends its sessions).',
    );
  }
  const files = unpackFiles(archive);
  const ledgerFile = files.find(({ path }) => path === LEDGER_FILE);
  if (!ledgerFile) throw refused('The session artifact holds no ledger.');
  const ledger = parseLedger(JSON.parse(ledgerFile.bytes.toString('utf8')));
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
    fix: 'Nothing of it was used. Delete the artifact, then begin anew: open a new issue, or run the workflow by hand with "new session".',
  });
}

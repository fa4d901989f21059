import { newKeyMaterial, open, seal } from '../session/seal.ts';

const MAGIC = Buffer.from('CODEXLG1');
const SALT = MAGIC.length;
const NONCE = SALT + 32;
const BODY = NONCE + 12;

/** What is bound to the seal: of one repository, nothing opens in another. */
const associated = (repositoryId: number): Buffer => Buffer.concat([MAGIC, Buffer.from(`login of ${repositoryId}`)]);

/** Seals the content of an auth.json for one repository: eight bytes of name and version, salt, nonce, ciphertext, tag. */
export function sealLogin(login: string, repositoryId: number, key: string): Buffer {
  const { salt, nonce } = newKeyMaterial();
  const body = seal(Buffer.from(login), key, salt, nonce, associated(repositoryId));
  return Buffer.concat([MAGIC, salt, nonce, body]);
}

/** Opens a sealed login with the first key that fits; undefined where none does, or a byte was changed. */
export function openLogin(bytes: Buffer, repositoryId: number, keys: readonly string[]): string | undefined {
  if (!bytes.subarray(0, SALT).equals(MAGIC)) return undefined;
  const [salt, nonce, body] = [bytes.subarray(SALT, NONCE), bytes.subarray(NONCE, BODY), bytes.subarray(BODY)];
  const opened = keys.map((key) => open(body, key, salt, nonce, associated(repositoryId)));
  return opened.find((plain) => plain !== undefined)?.toString('utf8');
}

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What the seal adds to the length of a text. */
export const TAG_BYTES = 16;

/** A salt of its own gives every bundle a key of its own, so no nonce can meet a key twice. */
export function newKeyMaterial(): { readonly salt: Buffer; readonly nonce: Buffer } {
  return { salt: randomBytes(32), nonce: randomBytes(12) };
}

const derive = (key: string, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, 'codex-worker/bundle/v1', 32));

/** Tells whether a key is the one that sealed, and nothing else of it: opening would tell the same. */
export function keyCheck(key: string, salt: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, salt, 'codex-worker/bundle/v1/key-check', 8)).toString('base64');
}

/** AES-256-GCM; answers ciphertext followed by the tag. */
export function seal(plain: Buffer, key: string, salt: Buffer, nonce: Buffer, associated: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', derive(key, salt), nonce);
  cipher.setAAD(associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined when the seal does not open: another key, or a byte that changed anywhere. */
export function open(sealed: Buffer, key: string, salt: Buffer, nonce: Buffer, associated: Buffer): Buffer | undefined {
  if (sealed.length < TAG_BYTES || nonce.length !== 12) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', derive(key, salt), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

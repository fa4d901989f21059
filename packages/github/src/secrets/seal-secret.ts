import { createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { hsalsa, xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { blake2b } from '@noble/hashes/blake2.js';

/** Seals a text so that only the owner of an X25519 key can open it: libsodium's `crypto_box_seal`, which GitHub wants. */
export function sealSecret(text: string, publicKey: Uint8Array): Uint8Array {
  const ephemeral = generateKeyPairSync('x25519');
  const own = rawKey(ephemeral.publicKey);
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: asKey(publicKey) });
  const nonce = blake2b(Buffer.concat([own, publicKey]), { dkLen: 24 });
  const box = xsalsa20poly1305(boxKey(shared), nonce);
  return Buffer.concat([own, box.encrypt(Buffer.from(text))]);
}

/** NaCl hashes what was agreed on, with a nonce of zeros, before it is used. */
function boxKey(shared: Uint8Array): Uint8Array {
  const key = new Uint32Array(8);
  hsalsa(words('expand 32-byte k'), words(shared), new Uint32Array(4), key);
  return new Uint8Array(key.buffer);
}

function words(bytes: string | Uint8Array): Uint32Array {
  return new Uint32Array(Uint8Array.from(Buffer.from(bytes)).buffer);
}

function asKey(raw: Uint8Array): KeyObject {
  const x = Buffer.from(raw).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
}

function rawKey(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

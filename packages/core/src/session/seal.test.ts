import { expect, test } from 'vitest';
import { newKeyMaterial, open, seal } from './seal.ts';

const plain = Buffer.from('session');
const associated = Buffer.from('header');
const { salt, nonce } = newKeyMaterial();
const sealed = seal(plain, 'key', salt, nonce, associated);

test('what was sealed opens with the same key, salt, nonce and header', () => {
  expect(open(sealed, 'key', salt, nonce, associated)).toEqual(plain);
  expect(sealed.includes(plain)).toBe(false);
});

test('nothing else opens it', () => {
  const other = newKeyMaterial();
  expect(open(sealed, 'another key', salt, nonce, associated)).toBeUndefined();
  expect(open(sealed, 'key', other.salt, nonce, associated)).toBeUndefined();
  expect(open(sealed, 'key', salt, other.nonce, associated)).toBeUndefined();
  expect(open(sealed, 'key', salt, nonce, Buffer.from('Header'))).toBeUndefined();
});

test('a seal that was shortened to any length does not open', () => {
  for (let length = 0; length < sealed.length; length += 1) {
    expect(open(sealed.subarray(0, length), 'key', salt, nonce, associated)).toBeUndefined();
  }
});

test('a nonce of another length does not open it', () => {
  for (const length of [0, 8, 16]) expect(open(sealed, 'key', salt, Buffer.alloc(length), associated)).toBeUndefined();
});

test('the same text is sealed differently each time', () => {
  const again = newKeyMaterial();
  expect(seal(plain, 'key', again.salt, again.nonce, associated)).not.toEqual(sealed);
});

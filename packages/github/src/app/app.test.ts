import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseApp } from './app.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8'): string => String(key.export({ type, format: 'pem' }));
const gitHubs = pem(privateKey, 'pkcs1');
const pkcs8 = pem(privateKey, 'pkcs8');

test.each([
  ['as GitHub gives it', gitHubs],
  ['as PKCS#8', pkcs8],
  ['with the line ends of Windows', gitHubs.replaceAll('\n', '\r\n')],
  ['with line ends that are written out', gitHubs.replaceAll('\n', '\\n')],
])('a key is read %s', (_, text) => {
  expect(parseApp('12', text)).toEqual({ id: '12', privateKey: pkcs8 });
});

test('an App is named by its id or its client id', () => {
  for (const id of ['1000001', 'Iv1.8a61f9b3a7aba766', 'Iv23liAbCdEfGhIjKlMn'])
    expect(parseApp(id, pkcs8)).toMatchObject({ id });
});

test('without id and key there is no App', () => {
  expect(parseApp('', undefined)).toBeUndefined();
});

const lines = gitHubs.split('\n');
const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
const elliptic = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'pkcs8');

test.each([
  { when: 'the key is not given', id: '12', key: undefined, says: 'The App 12 is given without its private key.' },
  { when: 'the App is not given', id: '', key: gitHubs, says: 'the App is not' },
  {
    when: "the id is the App's name",
    id: 'octo-publisher',
    key: gitHubs,
    says: 'The input "app-id" is "octo-publisher"',
  },
  { when: 'both were mistaken for each other', id: gitHubs, key: '12', says: 'The input "app-id" is no id.' },
  { when: 'the key is a name of a file', id: '12', key: 'app.pem', says: 'is no PEM text' },
  { when: 'the key lost its lines', id: '12', key: lines.slice(1, -2).join(''), says: 'is no PEM text' },
  { when: 'the key is cut off', id: '12', key: lines.slice(0, 9).join('\n'), says: 'cannot be read' },
  { when: 'the key has its lines in one', id: '12', key: lines.join(' '), says: 'cannot be read' },
  { when: 'the key is encrypted', id: '12', key: String(encrypted), says: 'cannot be read' },
  { when: 'the key is the public one', id: '12', key: pem(publicKey, 'pkcs1'), says: 'cannot be read' },
  { when: 'the key is of another kind', id: '12', key: elliptic, says: 'is of the kind ec' },
])('it is said what to change when $when, without the key', ({ id, key, says }) => {
  const parse = () => parseApp(id, key);
  expect(parse).toThrow(expect.objectContaining({ code: 'input-invalid', what: expect.stringContaining(says) }));
  expect(parse).not.toThrow(lines[3]);
});

import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'secret-unmasked';
const file = 'packages/core/src/redact/secret-forms.ts';
const lines = ['MIIEowIBAAKCAQEA0Z3VS5JJ', 'cd3xfwQ2q7VgE0b4m1zZ9aKk'];

/** Whether a log shows a text although the secret was masked. */
const isShown = (secret: string, text: string) => async (product: Product) => {
  const { masksOf } = await product.core();
  return masksOf(secret).every((mask) => !text.includes(mask));
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a private key is printed line by line',
    wins: 'the key of the App that publishes, for whoever can read logs',
    without: [{ file, find: '...secret.split(/[\\r\\n]+/).map((line) => line.trim()),', replace: '' }],
    run: isShown(lines.join('\n'), `> ${lines[1]}`),
  },
  {
    threat,
    name: 'git prints the header that it authenticates with',
    wins: 'the token that publishes, for whoever can read logs',
    without: [{ file, find: ', ...base64FormsOf(secret)])];', replace: '])];' }],
    run: isShown(
      'ghs_0123456789abcdef',
      `AUTHORIZATION: basic ${Buffer.from('x-access-token:ghs_0123456789abcdef').toString('base64')}`,
    ),
  },
  {
    threat,
    name: 'one token of a login is printed by itself',
    wins: 'the account that pays, for whoever can read logs',
    without: [{ file, find: '    ...quotedIn(secret),\n', replace: '' }],
    run: isShown('{"tokens":{"refresh_token":"rt_0123456789abcdef"}}', 'token rt_0123456789abcdef'),
  },
];

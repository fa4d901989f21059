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
    without: [{ file, find: '...wholes, ...others]', replace: '...wholes]' }],
    run: isShown(lines.join('\n'), `> ${lines[1]}`),
  },
  {
    threat,
    name: 'git prints the header that it authenticates with',
    wins: 'the token that publishes, for whoever can read logs',
    without: [{ file, find: '[...parts, ...base64FormsOf(secret)]', replace: 'parts' }],
    run: isShown(
      'ghs_0123456789abcdef',
      `AUTHORIZATION: basic ${Buffer.from('x-access-token:ghs_0123456789abcdef').toString('base64')}`,
    ),
  },
  {
    threat,
    name: 'one token of a login is printed by itself',
    wins: 'the account that pays, for whoever can read logs',
    without: [
      {
        file,
        find: 'const quoted = quotedIn(secret);\n  const wholes = quoted.length > 0 ? quoted : [secret, secret.trim()];\n  const lines',
        replace: 'const quoted: string[] = [];\n  const wholes = [secret];\n  const lines',
      },
    ],
    run: isShown('{"tokens":{"refresh_token":"rt_0123456789abcdef"}}', 'token rt_0123456789abcdef'),
  },
];

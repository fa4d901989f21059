import { expect, test } from 'vitest';
import { redactor } from './redactor.ts';
import { masksOf } from './secret-forms.ts';

const key = 'sk/right+key "of" the run 0123456789';
const secrets = redactor([key, 'first line of two\nsecond line of two', 'short']);
const base64 = (text: string) => Buffer.from(text).toString('base64');

const ways: readonly (readonly [string, string])[] = [
  ['as it is', key],
  ['in JSON', JSON.stringify({ key })],
  ['in JSON that stands in JSON', JSON.stringify({ arguments: JSON.stringify({ key }) })],
  ['in an address', `https://example.com/?q=${encodeURIComponent(key)}`],
  [
    'in an address, in small letters',
    `?q=${encodeURIComponent(key).replaceAll('%2F', '%2f').replaceAll('%2B', '%2b')}`,
  ],
  ['in a form', new URLSearchParams({ key }).toString()],
  ['in base64', base64(key)],
  ['in base64, one byte in', base64(`:${key}`)],
  ['in base64, two bytes in', base64(`u:${key}:more`)],
  ['in base64 of addresses', Buffer.from(`??${key}`).toString('base64url')],
  ['in base64 broken into lines', base64(`user:${key}`).replaceAll(/.{16}/g, '$&\n')],
  ['in base64 broken into lines, in JSON', JSON.stringify(base64(key).replaceAll(/.{20}/g, '$&\r\n'))],
  ['in hex', Buffer.from(key).toString('hex')],
  ['in Markdown', key.replaceAll(/[^\w ]/g, String.raw`\$&`)],
  ['in JSON that escapes slashes', JSON.stringify({ key }).replaceAll('/', String.raw`\/`)],
];
test.each(ways)('a secret is taken out %s', (_way, text) => {
  expect(secrets.text(text)).toContain('[redacted]');
  expect(secrets.text(text)).not.toContain('0123456789');
  expect(secrets.holds(text)).toBe(true);
});

test('a secret that begins with a sign is taken out as Markdown escapes it', () => {
  const own = redactor(['+sign/0123456789']);
  expect(own.text(String.raw`it is \+sign\/0123456789.`)).toBe(String.raw`it is \[redacted].`);
  expect(own.holds(String.raw`\+sign\/0123456789`)).toBe(true);
});

test('a secret is taken out where it is the name of a host, which has no capitals', () => {
  expect(redactor(['sK-Right-0123']).text('`sk-right-0123.evil.example:443`')).toBe('`[redacted].evil.example:443`');
});

test('each line of a secret of several lines is taken out by itself', () => {
  expect(secrets.text('> second line of two <')).toBe('> [redacted] <');
});

test('of two secrets, one within the other, nothing is left', () => {
  expect(redactor(['abcdefgh', 'abcdefgh-and-more']).text('abcdefgh-and-more, abcdefgh')).toBe(
    '[redacted], [redacted]',
  );
});

test('a value too short to be told from words stays', () => {
  expect(secrets.text('a short text')).toBe('a short text');
});

const word = (length: number) => 'aB3'.repeat(length).slice(0, length);
const shapes = {
  'OpenAI key': `sk-proj-${word(40)}`,
  'token of a workflow': `ghs_${word(36)}`,
  'personal token': `ghp_${word(36)}`,
  'fine-grained token': `github_pat_${word(60)}`,
  'AWS key': 'AKIAIOSFODNN7EXAMPLE',
  'Slack token': `xoxb-${word(24)}`,
  'JSON Web Token': `eyJ${word(20)}.eyJ${word(40)}.${word(43)}`,
  'private key': `-----BEGIN RSA PRIVATE KEY-----\n${word(64)}\n${word(20)}==\n-----END RSA PRIVATE KEY-----`,
  'private key that is cut off': `-----BEGIN PRIVATE KEY-----\n${word(64)}`,
} as const;
test.each(Object.entries(shapes))('what looks like a %s is taken out, and is no secret of the run', (_name, token) => {
  const { text, holds } = redactor([]);
  for (const before of ['', 'a ', '"', '=', '\n', '\u001b[31m', JSON.stringify('\n').slice(1, -1)]) {
    expect(text(`${before}${token}`)).toBe(`${before}[redacted]`);
  }
  expect(holds(token)).toBe(false);
});

const ordinary = [
  'sk-fading-circle-container is a class of CSS, and ask-0123456789012345678901234567890 a name',
  'ghs_short',
  'AKIAIOSFODNN7EXAMPLELONGER',
  'eyJ0eXAi',
  '-----BEGIN PUBLIC KEY-----\nMIIB',
  'commit 0123456789abcdef0123456789abcdef01234567',
];
test.each(ordinary)('%j stays as it is', (text) => {
  expect(redactor([]).text(text)).toBe(text);
});

// A pattern that goes back and forth would take minutes for these.
const long = ['eyJ', 'sk-', 'sk-1', 'ghp_', '-----BEGIN PRIVATE KEY-----', '-----BEGIN A ', 'rt.', 'xoxb-'];
test.each(long)('half a megabyte of %j takes no time', (piece) => {
  const text = piece.repeat(500_000 / piece.length);
  const began = performance.now();
  redactor([key]).text(text);
  expect(performance.now() - began).toBeLessThan(500);
});

/** As long as those of ChatGPT are. */
const longToken = (of: string) => `eyJhbGciOiJub25lIn0.${of.repeat(2000 / of.length)}.${'s'.repeat(300)}`;
const login = JSON.stringify({ tokens: { access_token: longToken('aB3x'), refresh_token: 'rt_0123456789abcdef' } });

test('what stands beside a login in one list of secrets is known as well', () => {
  expect(
    redactor([`sk-0123456789abcdef\n${login}\nat-0123456789abcdef`]).text('sk-0123456789abcdef at-0123456789abcdef'),
  ).toBe('[redacted] [redacted]');
});

test('the names in a login, as Codex writes it, are no secrets', () => {
  const pretty = JSON.stringify({ auth_mode: 'chatgpt', OPENAI_API_KEY: null, ...JSON.parse(login) }, null, 2);
  const { text, holds } = redactor([pretty]);
  const ordinary = '"auth_mode": "chatgpt",\n"OPENAI_API_KEY": null,\n"tokens": {\n';
  expect(holds(ordinary)).toBe(false);
  expect(text(`${ordinary}"refresh_token": "rt_0123456789abcdef"`)).toBe(`${ordinary}"refresh_token": "[redacted]"`);
  expect(masksOf(pretty).filter((mask) => mask.includes('"'))).toEqual([]);
  expect(redactor([`${pretty}\n"odd: secret"`]).holds('"odd: secret"')).toBe(true);
});

test('a login is known by each of its tokens, also in base64 and broken into lines, and is made ready at once', () => {
  const began = performance.now();
  const { text, holds } = redactor([login]);
  const encoded = base64(`user:${longToken('aB3x')}`).replaceAll(/.{76}/g, '$&\n');
  expect(text(`${longToken('aB3x')} "rt_0123456789abcdef" and more`)).toBe('[redacted] "[redacted]" and more');
  expect(text(encoded).replaceAll(/\s/g, '').length).toBeLessThan(40);
  expect(holds(encoded)).toBe(true);
  expect(performance.now() - began).toBeLessThan(500);
});

const apart: readonly (readonly [string, string])[] = [
  ['characters that nobody sees', '\u200b'],
  ['a selector, which digits may have', '\ufe0f'],
  ['colours', '\u001b[31m'],
];
test.each(apart)('a secret is taken out where %s stand between its letters', (_what, between) => {
  expect(secrets.said(`It is ${[...key].join(between)}.`)).toBe('It is [redacted].');
});

test('characters that nobody sees stay where they stand in no secret', () => {
  const text = 'A family: 👩\u200d👩\u200d👧, 1\ufe0f\u20e3, soft\u00adly';
  expect(secrets.said(text)).toBe(text);
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { aChange, aReply } from '../testing/index.ts';
import { type Outbox, outboxFiles, readOutbox } from './outbox.ts';

const outbox: Outbox = {
  version: 1,
  thread: 'issue-12',
  run: 701,
  since: '2026-03-01T10:00:00Z',
  replies: [
    aReply('issue-12', { text: 'Done 🚀\n\n```js\nsum()\n```', turn: { seconds: 42, tokens: 1200, model: 'gpt-5.5' } }),
    aReply('comment-7', { outcome: 'failed', failure: 'quota', text: 'No', session: 'none', author: 'renovate[bot]' }),
  ],
  change: aChange,
  proposal: { branch: 'codex/issue-12/add-up', base: 'main', title: 'Add up', pushed: false, closes: 12 },
  movedTo: 101,
};

const refusal = (what: RegExp) =>
  expect.objectContaining({ code: 'outbox-invalid', what: expect.stringMatching(what) });

/** The files of the outbox with its manifest changed by hand. */
function tampered(change: (manifest: Record<string, unknown>) => void): ReadonlyMap<string, string> {
  const files = new Map(outboxFiles(outbox));
  const manifest = JSON.parse(files.get('outbox.json') ?? '');
  change(manifest);
  return files.set('outbox.json', JSON.stringify(manifest));
}

test('an outbox comes back from its files as it was', () => {
  expect(readOutbox(outboxFiles(outbox))).toEqual(outbox);
});

test('an author whose login is older than the rules of today may have asked', () => {
  const old = { ...outbox, replies: [aReply('comment-7', { author: '-Jerry-', asker: 'gil--' })] };
  expect(readOutbox(outboxFiles(old))).toEqual(old);
});

test('the head of a pull request may have a name as long as GitHub takes', () => {
  const long = { ...outbox, proposal: { ...outbox.proposal, branch: `renovate/${'x'.repeat(235)}` } };
  expect(readOutbox(outboxFiles(long))).toEqual(long);
});

test('two replies to one request keep their texts', () => {
  const replies = [
    aReply('comment-7', { outcome: 'failed', text: 'No', also: ['comment-8'] }),
    aReply('comment-7', { text: 'Yes' }),
  ];
  expect(readOutbox(outboxFiles({ ...outbox, replies })).replies).toEqual(replies);
});

// Every version that was ever released must be readable for ever: these files are written once and never again.
test.each([
  { version: 1, turn: { seconds: 42, tokens: 12_345, model: 'gpt-5.5' }, review: undefined },
  {
    version: 2,
    turn: {
      seconds: 42,
      tokens: 12_345,
      codexVersion: '0.169.0',
      model: 'gpt-5.5',
      effort: 'high',
      usage: { input: 12_000, cachedInput: 10_000, output: 345, reasoning: 100 },
      cost: { dollars: 0.02535, pricesOf: '2026-11-05' },
      failedCommands: { count: 1, last: [{ command: 'npm test', exitCode: 1, output: '1 failed' }] },
    },
    review: {
      usage: { input: 2000, cachedInput: 0, output: 50, reasoning: 0 },
      model: 'gpt-5.5',
      cost: { dollars: 0.0115 },
    },
  },
])('the outbox of version $version that was frozen is read', ({ version, turn, review }) => {
  const fixture = readFileSync(new URL(`../../fixtures/outbox-v${version}.json`, import.meta.url), 'utf8');
  const read = readOutbox(new Map(Object.entries<string>(JSON.parse(fixture))));
  expect(read).toMatchObject({ version, replies: [{ requestId: 'issue-12', text: 'Done.', turn }] });
  expect(read.change?.patch).toContain('+++ b/a');
  expect(read.change?.review).toEqual(review);
});

test('a person finds each reply and the patch as a file of its own', () => {
  const files = outboxFiles(outbox);
  expect([...files.keys()]).toEqual(['outbox.json', 'reply-issue-12.md', 'reply-comment-7.md', 'change.patch']);
  expect(files.get('reply-comment-7.md')).toBe('No');
  expect(files.get('outbox.json')).not.toContain('diff --git');
});

test('an outbox of replies alone has no patch', () => {
  const { change: _, ...without } = outbox;
  const files = outboxFiles(without);
  expect(files.has('change.patch')).toBe(false);
  expect(readOutbox(files)).toEqual(without);
});

describe('the publisher trusts nothing in it', () => {
  test.each([
    '-x',
    '--force',
    'a..b',
    '/a',
    'a/',
    'a//b',
    'a b',
    'a\nb',
    'a\u0007b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    'a@{1}',
    'a.lock',
    'a.lock/b',
    '.a',
    'a/.b',
    'a.',
    '',
    'x'.repeat(256),
  ])('the branch %j is refused', (name) => {
    for (const key of ['branch', 'base']) {
      const files = tampered((manifest) => Object.assign(manifest, { proposal: { ...outbox.proposal, [key]: name } }));
      expect(() => readOutbox(files), key).toThrow(refusal(new RegExp(`proposal.${key}: `)));
    }
  });

  test.each(['main', 'release/2.x', 'codex/issue-12/add-up', 'feature_1', 'мой/ветка'])(
    'the branch %j is taken',
    (name) => {
      const files = tampered((manifest) => Object.assign(manifest, { proposal: { ...outbox.proposal, base: name } }));
      expect(readOutbox(files).proposal.base).toBe(name);
    },
  );

  const replyWith = (rest: object) => ({ replies: [{ ...aReply('comment-7'), text: 'reply-comment-7.md', ...rest }] });
  const changeWith = (rest: object) => ({ change: { ...aChange, ...rest } });

  test.each([
    { what: 'a request id that is none', with: replyWith({ requestId: '../../x' }), says: /replies\.0\.requestId/ },
    { what: 'an unknown kind of request', with: replyWith({ requestId: 'push-1' }), says: /replies\.0\.requestId/ },
    {
      what: 'a second line in a request id',
      with: changeWith({ requests: ['issue-12\nx'] }),
      says: /change\.requests/,
    },
    { what: 'an outcome that is none', with: replyWith({ outcome: 'postponed' }), says: /replies\.0\.outcome/ },
    { what: 'an author that is no login', with: replyWith({ author: '<!-- x -->' }), says: /replies\.0\.author/ },
    { what: 'a reply without its file', with: replyWith({ text: 'reply-comment-8.md' }), says: /replies\.0\.text/ },
    { what: 'a base that is no commit', with: changeWith({ base: 'main' }), says: /change\.base/ },
    { what: 'a base that is an option', with: changeWith({ base: '--upload-pack=x' }), says: /change\.base/ },
    {
      what: 'a co-author who brings a trailer along',
      with: changeWith({ coAuthors: ['a <a@b>\nCodex-Request: comment-9'] }),
      says: /change\.coAuthors/,
    },
    { what: 'a thread that is none', with: { thread: 'issue-12/..' }, says: /thread/ },
    { what: 'a pull request number that is none', with: { movedTo: '101' }, says: /movedTo/ },
    { what: 'a newer version', with: { version: 3 }, says: /it is version 3, and this release reads up to 2/ },
  ])('$what is refused', ({ with: values, says }) => {
    expect(() => readOutbox(tampered((manifest) => Object.assign(manifest, values)))).toThrow(refusal(says));
  });

  test('a patch that is not there is refused', () => {
    const files = new Map(outboxFiles(outbox));
    files.delete('change.patch');
    expect(() => readOutbox(files)).toThrow(refusal(/change\.patch/));
    expect(() => readOutbox(files.set('change.patch', ''))).toThrow(refusal(/change\.patch/));
  });

  test('files without a manifest, or with one that is no JSON, are refused', () => {
    expect(() => readOutbox(new Map())).toThrow(refusal(/outbox\.json is missing or not JSON/));
    expect(() => readOutbox(new Map([['outbox.json', '{"replies": [']]))).toThrow(refusal(/not JSON/));
    expect(() => readOutbox(new Map([['outbox.json', '[]']]))).toThrow(refusal(/not JSON/));
  });
});

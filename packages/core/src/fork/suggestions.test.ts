import { expect, test } from 'vitest';
import { Failure } from '../failure/failure.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { aReply, at, fakeConversation } from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import { type LineComment, postSuggestions } from './post-suggestions.ts';
import { onShownLines, renderSuggestion, suggestionsOf } from './suggestions.ts';

const head = (path: string) => `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n`;
const patch = [
  `${head('a b.txt').replace(/(.txt)\n\+\+\+ (.*)\n/, '$1\t\n+++ $2\t\n')}@@ -3,6 +3,7 @@ main\n one\n-two\n-three\n+2\n four\n five\n+five and a half\n six\n`,
  `diff --git a/new.txt b/new.txt\nnew file mode 100644\n--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+new\n`,
  `${head('c.txt')}@@ -9 +8,0 @@\n-gone\n`,
  `${head('d.txt')}@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n`,
  `${head('e.txt')}@@ -0,0 +1 @@\n+first\n`,
].join('');

test('each run of changed lines is a suggestion, with the line above where lines only come', () => {
  expect(suggestionsOf(patch)).toEqual([
    { path: 'a b.txt', startLine: 4, line: 5, text: ['2'] },
    { path: 'a b.txt', startLine: 7, line: 7, text: ['five', 'five and a half'] },
    { path: 'c.txt', startLine: 9, line: 9, text: [] },
  ]);
});

test('only lines that the pull request shows in one part take a suggestion', () => {
  const suggestions = suggestionsOf(patch);
  const shown = (of: string) => onShownLines(suggestions, [{ path: 'a b.txt', patch: of }]).map(({ line }) => line);
  expect(shown('@@ -1,2 +4,4 @@\n')).toEqual([5, 7]);
  expect(shown('@@ -1,2 +5,3 @@\n')).toEqual([7]);
  expect(shown('@@ -1 +7 @@\n')).toEqual([7]);
  expect(onShownLines(suggestions, [{ path: 'c.txt', patch: undefined }])).toEqual([]);
});

test('a suggestion cannot be closed from within, and one without lines takes them away', () => {
  expect(renderSuggestion({ text: ['````', 'x'] })).toBe('`````suggestion\n````\nx\n`````');
  expect(renderSuggestion({ text: [] })).toBe('```suggestion\n```');
});

const pr34: Thread = { kind: 'pr', number: 34 };
const sha = 'a'.repeat(40);
const outbox: Outbox = {
  version: 1,
  thread: 'pr-34',
  run: 700,
  since: at(0),
  replies: [aReply('comment-7', { patch: { head: sha, patch: `${head('x')}@@ -1 +1 @@\n-a\n+b\n` } })],
  proposal: { branch: 'codex/pr-34/patch', base: 'main', title: 'Greet', pushed: false },
};

function openReviews() {
  const conversation = fakeConversation();
  conversation.openThread(pr34, { title: 'Greet', body: '' });
  const said: LineComment[] = [];
  const warnings: string[] = [];
  const reviews = {
    changedFiles: async () => [{ path: 'x', patch: '@@ -0,0 +1 @@\n+a' }],
    comment: async (_: number, __: string, comments: readonly LineComment[]) => void said.push(...comments),
  };
  const order = {
    thread: pr34,
    outbox,
    headNow: sha,
    ownLogin: 'github-actions[bot]',
    warn: (text: string) => void warnings.push(text),
  };
  return { said, warnings, ports: { conversation, reviews }, order };
}

test('a patch is shown on its lines', async () => {
  const { said, ports, order } = openReviews();
  expect(await postSuggestions(ports, order)).toBe(1);
  expect(said).toEqual([{ path: 'x', startLine: 1, line: 1, body: '```suggestion\nb\n```' }]);
});

test('nothing is shown on a commit that is not the head any more', async () => {
  const { said, ports, order } = openReviews();
  expect(await postSuggestions(ports, { ...order, headNow: 'b'.repeat(40) })).toBe(0);
  expect(said).toEqual([]);
});

test('a refusal of GitHub is a warning: the reply has the patch', async () => {
  const { warnings, ports, order } = openReviews();
  const refuse = async () => {
    throw new Failure('permission-missing', { what: 'GitHub said no.', fix: '' });
  };
  expect(await postSuggestions({ ...ports, reviews: { ...ports.reviews, comment: refuse } }, order)).toBe(0);
  expect(warnings).toEqual(['The patch is not shown on the lines of #34. GitHub said no.']);
});

test('lines that GitHub takes no comments on are told of', async () => {
  const { warnings, ports, order } = openReviews();
  const comment = async () => 'Line could not be resolved.';
  expect(await postSuggestions({ ...ports, reviews: { ...ports.reviews, comment } }, order)).toBe(0);
  expect(warnings).toEqual([
    'The patch is not shown on the lines of #34. GitHub refused the comments: Line could not be resolved.',
  ]);
});

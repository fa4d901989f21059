import { expect, test } from 'vitest';
import { patchDigest, readPatch, renderPatchBlock, renderPatchMarker, splitAnswer } from './proposed-patch.ts';

const patch = 'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+b\n';
const head = 'a'.repeat(40);
const marker = '<!-- codex-worker:reply request=comment-7 outcome=answered run=1.1 -->';
const reply = `Found.\n\n${renderPatchBlock({ head, patch })}\n\nMore.\n\n${renderPatchMarker({ head, patch })}\n${marker}`;

test('the last diff of an answer is taken out of it', () => {
  const answer = `One.\n\n\`\`\`diff\n--- a/x\n+++ b/x\n\`\`\`\n\nTwo.\n\n\`\`\`\`diff\n${patch}\`\`\`\`\n\nThree.\n`;
  expect(splitAnswer(answer)).toEqual({ text: 'One.\n\n```diff\n--- a/x\n+++ b/x\n```\n\nTwo.\n\nThree.', patch });
});

test.each([
  { what: 'without a block', answer: 'Fine as it is.' },
  { what: 'with another block', answer: '```js\n--- a/x\n+++ b/x\n```' },
  { what: 'with a block that only looks so', answer: '```diff\n-a\n+b\n```' },
])('an answer $what stays as it is', ({ answer }) => {
  expect(splitAnswer(answer)).toEqual({ text: answer, patch: undefined });
});

test('a block that was never closed ends with the answer', () => {
  expect(splitAnswer(`One.\n\`\`\`diff\n${patch}`)).toEqual({ text: 'One.', patch });
});

test('a reply gives the patch back as it was shown, with either end of lines', () => {
  expect(readPatch(reply)).toEqual({ head, patch });
  expect(readPatch(`${reply.replaceAll('\n', '\r\n')}\r\n`)).toEqual({ head, patch });
});

test('a patch comes back from below a block of the answer that ends in a longer fence', () => {
  const body = reply.replace('Found.', 'Found.\n\n```diff\n-a\n+b\n````\n\nSo:');
  expect(readPatch(body)).toEqual({ head, patch });
});

test('a patch with a fence in it comes back whole', () => {
  const fences = `${patch}+\`\`\`\`\n+\`\`\`diff\n`;
  const body = [renderPatchBlock({ head, patch: fences }), renderPatchMarker({ head, patch: fences }), marker].join(
    '\n',
  );
  expect(readPatch(body)).toEqual({ head, patch: fences });
});

test.each([
  { what: 'whose block was changed', body: reply.replace('+b', '+c') },
  {
    what: 'whose marker stands in the text',
    body: `${renderPatchMarker({ head, patch })}\n${reply.replace(/<!-- codex-worker:patch .*\n/, '')}`,
  },
  { what: 'without a marker', body: `${renderPatchBlock({ head, patch })}\n${marker}` },
  { what: 'without a block', body: `${renderPatchMarker({ head, patch })}\n${marker}` },
])('a reply $what offers no patch', ({ body }) => {
  expect(readPatch(body)).toBeUndefined();
});

test('a patch is named by its digest', () => {
  expect(patchDigest({ patch })).toMatch(/^[0-9a-f]{64}$/);
  expect(renderPatchMarker({ head, patch })).toContain(patchDigest({ patch }));
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aRequest } from '../testing/index.ts';
import { digest } from './digest.ts';
import { inOrder, normaliseText } from './request.ts';

test('requests are in order of their time, and within one second of their id as a number', () => {
  const requests = [
    aRequest('comment-100', { minute: 1 }),
    aRequest('comment-99', { minute: 1 }),
    aRequest('comment-1', { minute: 2 }),
    aRequest('issue-12', { minute: 0 }),
  ];
  expect(requests.sort(inOrder).map(({ id }) => id)).toEqual(['issue-12', 'comment-99', 'comment-100', 'comment-1']);
});

test.each([
  ['one\r\ntwo', 'one\ntwo'],
  ['one\rtwo', 'one\ntwo'],
  ['one\r\r\ntwo\n', 'one\n\ntwo\n'],
  ['- no trimming \r\n', '- no trimming \n'],
])('the line ends of %j become LF', (text, normal) => {
  expect(normaliseText(text)).toBe(normal);
});

test('normalising leaves no CR, keeps every other character, and is done once', () => {
  const lines = fc.array(fc.constantFrom('a', '\r', '\n', '🚀', ' '), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(lines, (text) => {
      const normal = normaliseText(text);
      expect(normal).not.toContain('\r');
      expect(normal.replaceAll('\n', '')).toBe(text.replaceAll(/[\r\n]/g, ''));
      expect(normaliseText(normal)).toBe(normal);
    }),
  );
});

test('a digest tells two texts apart and is that of the UTF-8 bytes', () => {
  expect(digest('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(digest('ä')).not.toBe(digest('a'));
});

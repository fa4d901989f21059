import { expect, test } from 'vitest';
import type { Request } from '../request/request.ts';
import { fakePictures, issue12, person } from '../testing/index.ts';
import { attachedPrompt } from './attached-prompt.ts';
import type { Attachment } from './attachment.ts';
import { bringAttachments, unreadOf } from './bring-attachments.ts';

const picture = (name: string, jwt = '1'): Attachment => ({
  kind: 'picture',
  name,
  url: `https://private-user-images.githubusercontent.com/7/${name}?jwt=${jwt}`,
});
const asking = (id: Request['id'], ...attachments: readonly Attachment[]): Request => ({
  id,
  author: person('alice'),
  createdAt: '2026-03-01T10:00:00Z',
  text: 'Look',
  attachments,
});

const nowhere = { request: async () => undefined };
const bring = (requests: readonly Request[], about: readonly Attachment[] = [], pictures = fakePictures()) =>
  bringAttachments({ conversation: nowhere, pictures }, { thread: issue12, about, requests });

test('pictures are numbered through all requests of a turn, and each request is told its own', async () => {
  const zip = {
    kind: 'file',
    name: 'trace.zip',
    url: 'https://github.com/user-attachments/files/1/trace.zip',
  } as const;
  const attached = await bring(
    [asking('comment-1', picture('a.png'), zip), asking('comment-2'), asking('comment-3', picture('b.png'))],
    [picture('0.png')],
  );
  expect(attached.files).toEqual(['/pictures/1.png', '/pictures/2.png', '/pictures/3.png']);
  expect(attachedPrompt(attached.to.get('thread'))).toBe('(Its pictures: [Image #1] is "0.png".)');
  expect(attachedPrompt(attached.to.get('comment-1'))).toBe(
    '(Its pictures: [Image #2] is "a.png".)\n(Attached to it, and not to be read here: "trace.zip" (only pictures are read).)',
  );
  expect(attachedPrompt(attached.to.get('comment-2'))).toBe('');
  expect(attachedPrompt(attached.to.get('comment-3'))).toBe('(Its pictures: [Image #3] is "b.png".)');
});

test('pictures of a review are those of its comments, too', async () => {
  const place = { reviewComment: 5, path: 'a.js', line: 1, hunk: '' };
  const notes = [{ place, text: 'here', attachments: [picture('note.png')] }];
  const { to } = await bring([{ ...asking('review-1', picture('body.png')), notes }]);
  expect(to.get('review-1')?.pictures.map(({ name }) => name)).toEqual(['body.png', 'note.png']);
});

test('of 200 pictures a turn sees ten, and the person is told of the others', async () => {
  const attached = await bring([asking('comment-1', ...Array.from({ length: 200 }, (_, n) => picture(`${n}.png`)))]);
  expect(attached.files).toHaveLength(10);
  expect(unreadOf(attached)).toHaveLength(190);
  expect(new Set(unreadOf(attached).map(({ why }) => why))).toEqual(new Set(['too-many']));
});

test('an address that opens no more is asked for once more, and only the same picture is taken', async () => {
  const [old, other] = [picture('a.png', 'old'), picture('b.png', 'old')];
  const pictures = fakePictures(
    new Map([
      [old.url, 'expired'],
      [other.url, 'expired'],
    ]),
  );
  const fresh = asking('comment-1', picture('a.png', 'new'), picture('evil.png', 'new'));
  const asked: string[] = [];
  const conversation = {
    request: async (_: unknown, id: string) => {
      asked.push(id);
      return fresh;
    },
  };
  const request = asking('comment-1.0a1b2c3d', old, other);
  const attached = await bringAttachments(
    { conversation, pictures },
    { thread: issue12, about: [], requests: [request] },
  );
  expect(attached.files).toHaveLength(1);
  expect(unreadOf(attached)).toEqual([{ name: 'b.png', why: 'expired' }]);
  expect(asked).toEqual(['comment-1']);
});

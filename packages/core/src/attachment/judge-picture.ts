import type { WhyUnread } from './attachment.ts';
import { type PictureFormat, pictureHead } from './picture-head.ts';

/** GitHub takes no larger pictures. */
export const LARGEST_PICTURE = 10 * 1024 * 1024;

/** Unpacked, Codex holds each pixel in four bytes: a small file may be a picture that fills the memory. */
const MOST_PIXELS = 60_000_000;

export type JudgedPicture =
  | { readonly kind: 'picture'; readonly format: PictureFormat }
  | { readonly kind: 'unread'; readonly why: WhyUnread };

/** Whether bytes are a picture that a model may be given. What they are called does not make them one. */
export function judgePicture(bytes: Buffer, contentType: string | undefined): JudgedPicture {
  if (bytes.length > LARGEST_PICTURE) return { kind: 'unread', why: 'too-large' };
  const head = pictureHead(bytes);
  if (!head || !isCalled(head.format, contentType)) return { kind: 'unread', why: 'no-picture' };
  if (head.width * head.height > MOST_PIXELS) return { kind: 'unread', why: 'too-many-pixels' };
  return { kind: 'picture', format: head.format };
}

/** Storage may not say what it holds. */
function isCalled(format: PictureFormat, contentType: string | undefined): boolean {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return (
    type === undefined ||
    type === '' ||
    /^(?:application|binary)\/octet-stream$/.test(type) ||
    type === `image/${format}`
  );
}

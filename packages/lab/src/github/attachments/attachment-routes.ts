import { type Context, Hono } from 'hono';
import type { Hosted } from '../hosted.ts';
import type { AttachedFile } from './attachments.ts';

/** Whether a path is one of those that people's files are at. */
export const isAttachmentPath = (pathname: string): boolean => /^\/(?:user-attachments|storage\/user)\//.test(pathname);

/**
 * Where attached files are. Their plain addresses open in a public repository alone, whatever token comes with them: an
 * installation's opens none. Their signed links open until they expire, and refuse a second way to sign in, as storage does.
 */
export function attachmentApp(hosted: Hosted): Hono {
  const app = new Hono();
  app.get('/user-attachments/assets/:id', (c) => plain(c, hosted));
  app.get('/user-attachments/files/:id/:name', (c) => plain(c, hosted));
  app.get('/storage/user/1/files/:id', (c) => {
    if (c.req.header('authorization') !== undefined)
      return c.text('InvalidArgument: Only one auth mechanism allowed', 400);
    const file = hosted.attached.find(c.req.param('id'));
    if (file === undefined || !hosted.links.opens(new URL(c.req.url), 'read')) return c.text('Not Found', 404);
    return sent(c, file);
  });
  return app;
}

function plain(c: Context, { private: isPrivate, attached }: Hosted): Response {
  const file = attached.find(c.req.param('id') ?? '');
  if (file === undefined || isPrivate) return c.text('Not Found', 404);
  return c.redirect(attached.signed(file), 302);
}

function sent(c: Context, { bytes, contentType }: AttachedFile): Response {
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': contentType,
    'content-length': String(bytes.length),
    // GitHub has them on a site of their own. Here it is that of the pages: what a file brings along does not run.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
  });
}

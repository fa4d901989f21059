import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { PageEnv } from '../site.ts';
import { layout, liveParts, type Page } from './layout.ts';

/** Answers with a page; with nothing while the browser has seen all of it. */
export async function show(c: Context<PageEnv>, page: Page, status: 200 | 403 | 404 | 500 = 200): Promise<Response> {
  const { visit } = c.var;
  const { site, url } = visit;
  const seen = url.searchParams.get('seen');
  url.searchParams.delete('seen');
  const live = await liveParts(visit, page);
  const digest = createHash('sha256').update(String(live)).digest('base64url').slice(0, 16);
  guard(c, new URL(site.hosted.urls.api).origin);
  if (seen === digest) return c.body(null, 204);
  return c.html(layout(visit, page, live, digest), status);
}

/** What the browser may do with the page: no script, style or form but ours, and nobody frames it. */
function guard(c: Context, files: string): void {
  c.header(
    'content-security-policy',
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `img-src 'self' ${files} data:`,
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  );
  c.header('x-content-type-options', 'nosniff');
  c.header('referrer-policy', 'same-origin');
  c.header('cache-control', 'no-store');
}

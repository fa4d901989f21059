import type { Hono } from 'hono';
import type { PageEnv } from '../site.ts';
import { threadErrand } from '../thread/thread-forms.ts';

/** What can be done with a pull request beside talking: merge, review, comment on a line. */
export function pullForms(pages: Hono<PageEnv>): void {
  pages.post('/pull/:number{[0-9]+}/merge', (c) =>
    threadErrand(c, (_, { number }, page) => ({ call: { method: 'PUT', path: `/pulls/${number}/merge` }, back: page })),
  );
  pages.post('/pull/:number{[0-9]+}/reviews', (c) =>
    threadErrand(c, (form, { number }, page) => ({
      call: {
        method: 'POST',
        path: `/pulls/${number}/reviews`,
        // Ctrl+Enter sends it by no button, and without a word of it GitHub would keep it to its author.
        fields: { event: form.get('event') ?? 'COMMENT', body: form.get('body') ?? '' },
      },
      back: `${page}#review`,
      to: ({ id }) => `${page}#pullrequestreview-${id}`,
    })),
  );
  pages.post('/pull/:number{[0-9]+}/line', (c) =>
    threadErrand(c, (form, { number, pull }, page) => {
      const [path, side, line] = ['path', 'side', 'line'].map((name) => form.get(name) ?? '');
      return {
        call: {
          method: 'POST',
          path: `/pulls/${number}/comments`,
          fields: { path, side, line: Number(line), commit_id: pull?.headSha, body: form.get('body') ?? '' },
        },
        back: `${page}/files?line=${encodeURIComponent(`${path}:${side}:${line}`)}#line-form`,
        to: ({ id }) => `${page}/files#discussion_r${id}`,
      };
    }),
  );
}

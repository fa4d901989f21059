import type { Api } from '../api.ts';
import type { Hosted } from '../hosted.ts';

const FULL = /application\/vnd\.github(?:\.v3)?\.full\+json/;

/** Answers texts also as they are shown, where a caller asks for that: the media type `full`. */
export function fullBodies(api: Api, hosted: Hosted): void {
  for (const path of ['/issues/*', '/issues', '/pulls/*', '/pulls']) {
    api.use(path, async (c, next) => {
      await next();
      if (!FULL.test(c.req.header('accept') ?? '') || !c.res.ok) return;
      const answer: unknown = await c.res
        .clone()
        .json()
        .catch(() => undefined);
      if (answer === undefined) return;
      // Loaded by the first call that asks: most labs never show a text.
      const { shownText } = await import('./shown-text.ts');
      const full = (body: unknown) => withShown(body, (text) => shownText(hosted, text));
      const { headers, status } = c.res;
      c.res = Response.json(Array.isArray(answer) ? answer.map(full) : full(answer), { status, headers });
      c.res.headers.delete('content-length');
      c.res.headers.set('x-github-media-type', 'github.v3; param=full; format=json');
    });
  }
}

function withShown(body: unknown, shown: (text: string) => string): unknown {
  if (typeof body !== 'object' || body === null || !('body' in body)) return body;
  const text = typeof body.body === 'string' ? body.body : '';
  const html = text === '' ? null : shown(text);
  return { ...body, body_html: html, body_text: text };
}

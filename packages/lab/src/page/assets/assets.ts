import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Hono } from 'hono';

const require = createRequire(import.meta.url);
const own = (name: string) => readFileSync(path.join(import.meta.dirname, name));
const sheets = ['base.css', 'frame.css', 'parts.css', 'thread.css', 'run.css', 'diff.css', 'prose.css'];

const files = {
  'style.css': { type: 'text/css', bytes: () => Buffer.concat(sheets.map(own)) },
  'page.js': { type: 'text/javascript', bytes: () => own('page.js') },
  'icon.svg': { type: 'image/svg+xml', bytes: () => own('icon.svg') },
  'htmx.js': { type: 'text/javascript', bytes: () => readFileSync(require.resolve('htmx.org/dist/htmx.min.js')) },
  'morph.js': {
    type: 'text/javascript',
    bytes: () => readFileSync(require.resolve('idiomorph/dist/idiomorph-ext.min.js')),
  },
} as const;

type Name = keyof typeof files;

const kept = new Map<Name, { readonly bytes: Buffer<ArrayBuffer>; readonly version: string }>();

function load(name: Name) {
  const known = kept.get(name);
  if (known !== undefined) return known;
  const bytes = Buffer.from(files[name].bytes());
  const file = { bytes, version: createHash('sha256').update(bytes).digest('base64url').slice(0, 10) };
  kept.set(name, file);
  return file;
}

/** The address of a file of the page. It changes with the file, so that a browser may keep it. */
export function assetUrl(name: Name): string {
  return `/_lab/page/${name}?v=${load(name).version}`;
}

/** Style, scripts and icon, all from this machine. */
export function assetRoutes(app: Hono): void {
  app.get('/_lab/page/:name', (c) => {
    const name = c.req.param('name');
    if (!isName(name)) return c.notFound();
    return c.body(load(name).bytes, 200, {
      'content-type': `${files[name].type}; charset=utf-8`,
      'cache-control': 'max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });
}

function isName(name: string): name is Name {
  return Object.hasOwn(files, name);
}

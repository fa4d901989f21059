import { type Context, Hono } from 'hono';
import type { ArtifactTable } from './artifact-table.ts';
import type { BlobStore } from './blob-store.ts';
import type { SignedLinks } from './signed-links.ts';

export interface BlobRoutesParts {
  readonly blobs: BlobStore;
  readonly table: ArtifactTable;
  readonly links: SignedLinks;
}

/** The storage behind signed links, as far as Azure's blob client uses it. */
export function blobRoutes(parts: BlobRoutesParts): Hono {
  const app = new Hono();
  app.put('/_results/blobs/:blob', (c) => upload(c, parts));
  app.get('/_results/blobs/:blob', async (c) => {
    if (!parts.links.opens(new URL(c.req.url), 'read')) return denied(c);
    return download(c, parts, c.req.param('blob'), { 'content-type': 'application/octet-stream' });
  });
  app.get('/_results/artifacts/:id', async (c) => {
    if (!parts.links.opens(new URL(c.req.url), 'read')) return denied(c);
    const artifact = parts.table.find(Number(c.req.param('id')));
    if (artifact === undefined) return c.text('BlobNotFound', 404);
    // The client unpacks what is called a zip, and names any other file by its disposition.
    const zipped = artifact.mimeType === 'application/zip' && !artifact.name.endsWith('.zip');
    const name = encodeURIComponent(zipped ? `${artifact.name}.zip` : artifact.name);
    // A browser opens a page, also one that is an artifact.
    const shown = artifact.mimeType.startsWith('text/html');
    return download(c, parts, artifact.blob, {
      'content-type': artifact.mimeType,
      // GitHub serves what jobs made from another site than its pages. Here it is the same one: a page is shut in.
      'content-security-policy': 'sandbox allow-scripts allow-popups',
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename="${name}"; filename*=UTF-8''${name}`,
    });
  });
  return app;
}

async function upload(c: Context, { blobs, links }: BlobRoutesParts): Promise<Response> {
  const url = new URL(c.req.url);
  if (!links.opens(url, 'write')) return denied(c);
  const blob = c.req.param('blob') ?? '';
  const body = c.req.raw.body ?? new Uint8Array();
  switch (url.searchParams.get('comp')) {
    case 'block':
      await blobs.putBlock(blob, url.searchParams.get('blockid') ?? '', body);
      break;
    case 'blocklist':
      await blobs.join(
        blob,
        [...(await c.req.text()).matchAll(/<Latest>([^<]*)<\/Latest>/g)].map((match) => match[1] ?? ''),
      );
      break;
    default:
      await blobs.put(blob, body);
  }
  return c.body(null, 201, { etag: `"${Date.now().toString(16)}"`, 'last-modified': new Date().toUTCString() });
}

async function download(c: Context, { blobs }: BlobRoutesParts, blob: string, headers: Record<string, string>) {
  const measured = await blobs.measure(blob);
  if (measured === undefined) return c.text('BlobNotFound', 404);
  return c.body(blobs.stream(blob), 200, { ...headers, 'content-length': String(measured.size) });
}

function denied(c: Context): Response {
  return c.text('AuthenticationFailed: the signature is not valid or has expired', 403);
}

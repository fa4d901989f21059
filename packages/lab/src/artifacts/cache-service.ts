import { type Context, Hono } from 'hono';
import type { BlobStore } from './blob-store.ts';
import type { RuntimeTokens } from './runtime-tokens.ts';
import type { SignedLinks } from './signed-links.ts';
import { openCall, type TwirpMessage, textField, twirpError } from './twirp.ts';

export interface CacheServiceParts {
  readonly blobs: BlobStore;
  readonly tokens: RuntimeTokens;
  readonly links: SignedLinks;
  readonly nextId: () => number;
  /** The event that started a run. */
  readonly eventOf: (runId: number) => string | undefined;
}

interface Entry {
  readonly id: number;
  readonly key: string;
  readonly version: string;
  finished: boolean;
}

/** Events that anybody could cause get a cache token that only reads (GitHub, since June 2026). */
const mayWrite = new Set([
  'push',
  'schedule',
  'workflow_dispatch',
  'repository_dispatch',
  'delete',
  'registry_package',
  'page_build',
]);

/** Cache v2: the Twirp service that `@actions/cache` speaks to. One scope: that of the default branch. */
export function cacheService(parts: CacheServiceParts): Hono {
  const entries: Entry[] = [];
  const app = new Hono();
  app.post('/twirp/github.actions.results.api.v1.CacheService/:call', async (c) => {
    const opened = await openCall(c, parts.tokens);
    if (opened instanceof Response) return opened;
    const { job, message } = opened;
    const event = parts.eventOf(job.runId);
    switch (c.req.param('call')) {
      case 'CreateCacheEntry':
        if (event !== undefined && !mayWrite.has(event))
          return c.json({ ok: false, message: `cache write denied: the event ${event} is not trusted` });
        return create(c, parts, entries, message);
      case 'FinalizeCacheEntryUpload':
        return finalize(c, parts, entries, message);
      case 'GetCacheEntryDownloadURL':
        return find(c, parts, entries, message);
    }
    return twirpError(c, 404, 'bad_route', `no such call: ${c.req.param('call')}`);
  });
  return app;
}

function create(c: Context, parts: CacheServiceParts, entries: Entry[], message: TwirpMessage): Response {
  const key = textField(message, 'key');
  const version = textField(message, 'version');
  // A key is written once.
  if (entries.some((entry) => entry.key === key && entry.version === version))
    return twirpError(c, 409, 'already_exists', 'cache entry with the same key, version, and scope already exists');
  const entry = { id: parts.nextId(), key, version, finished: false };
  entries.push(entry);
  return c.json({ ok: true, signed_upload_url: parts.links.make(`/_results/blobs/${blobOf(entry)}`, 'write', 3600) });
}

async function finalize(c: Context, parts: CacheServiceParts, entries: readonly Entry[], message: TwirpMessage) {
  const entry = entries.find(
    ({ key, version }) => key === textField(message, 'key') && version === textField(message, 'version'),
  );
  const measured = entry && (await parts.blobs.measure(blobOf(entry)));
  if (entry === undefined || measured?.size !== Number(textField(message, 'size_bytes')))
    return twirpError(c, 400, 'invalid_argument', 'the uploaded bytes are not those that the request describes');
  entry.finished = true;
  return c.json({ ok: true, entry_id: String(entry.id) });
}

function find(c: Context, parts: CacheServiceParts, entries: readonly Entry[], message: TwirpMessage): Response {
  const version = textField(message, 'version');
  const key = textField(message, 'key');
  const restoreKeys = Array.isArray(message['restore_keys']) ? message['restore_keys'].map(String) : [];
  const usable = entries.filter((entry) => entry.finished && entry.version === version);
  const found =
    usable.find((entry) => entry.key === key) ??
    [key, ...restoreKeys]
      .map((prefix) => usable.findLast((entry) => entry.key.startsWith(prefix)))
      .find((entry) => entry !== undefined);
  if (found === undefined) return c.json({ ok: false, signed_download_url: '', matched_key: '' });
  const link = parts.links.make(`/_results/blobs/${blobOf(found)}`, 'read', 3600);
  return c.json({ ok: true, signed_download_url: link, matched_key: found.key });
}

function blobOf(entry: Entry): string {
  return `cache-${entry.id}`;
}

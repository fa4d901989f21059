import { Hono } from 'hono';
import { artifactService } from '../artifacts/artifact-service.ts';
import { blobRoutes } from '../artifacts/blob-routes.ts';
import type { BlobStore } from '../artifacts/blob-store.ts';
import { cacheService } from '../artifacts/cache-service.ts';
import type { RuntimeTokens } from '../artifacts/runtime-tokens.ts';
import type { Hosted } from './hosted.ts';

/** What the toolkit's clients talk to inside a run: artifacts, cache and their storage. */
export function resultsApp(hosted: Hosted, blobs: BlobStore, tokens: RuntimeTokens): Hono {
  const { artifacts, links, nextId } = hosted;
  const runOf = (id: number) => hosted.engine.runs.find((run) => run.id === id);
  const results = new Hono();
  results.route(
    '/',
    artifactService({ table: artifacts, tokens, links, attemptOf: (run) => runOf(run)?.attempt ?? 1 }),
  );
  results.route('/', cacheService({ blobs, tokens, links, nextId, eventOf: (run) => runOf(run)?.event }));
  results.route('/', blobRoutes({ blobs, table: artifacts, links }));
  results.get('/_results/logs/:run', (c) => {
    const run = runOf(Number(c.req.param('run')));
    if (run === undefined || !links.opens(new URL(c.req.url), 'read')) return c.text('BlobNotFound', 404);
    return c.text(run.log);
  });
  return results;
}

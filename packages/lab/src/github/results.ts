import { Hono } from 'hono';
import { artifactService } from '../artifacts/artifact-service.ts';
import { blobRoutes } from '../artifacts/blob-routes.ts';
import type { BlobStore } from '../artifacts/blob-store.ts';
import { cacheService } from '../artifacts/cache-service.ts';
import type { RuntimeTokens } from '../artifacts/runtime-tokens.ts';
import type { JobRecord, RunRecord } from '../run.ts';
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
  results.get('/_results/logs/:run/:job', (c) => {
    const run = runOf(Number(c.req.param('run')));
    const job = run?.jobs.find(({ id }) => id === Number(c.req.param('job')));
    if (!run || !job || !links.opens(new URL(c.req.url), 'read')) return c.text('BlobNotFound', 404);
    return c.text(logOf(run, job));
  });
  return results;
}

/** The lines of one job, without the names of job and step that the log of the run has before them. */
function logOf({ log }: RunRecord, { name }: JobRecord): string {
  const lines = log.split('\n').filter((line) => line.startsWith(`${name}\t`));
  return `\uFEFF${lines.map((line) => line.split('\t').slice(2).join('\t')).join('\r\n')}\r\n`;
}

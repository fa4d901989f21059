import { type Context, Hono } from 'hono';
import type { Artifact, ArtifactTable } from './artifact-table.ts';
import type { RuntimeJob, RuntimeTokens } from './runtime-tokens.ts';
import type { SignedLinks } from './signed-links.ts';
import { openCall, type TwirpMessage, textField, twirpError } from './twirp.ts';

export interface ArtifactServiceParts {
  readonly table: ArtifactTable;
  readonly tokens: RuntimeTokens;
  readonly links: SignedLinks;
  readonly attemptOf: (runId: number) => number;
}

type Call = (c: Context, job: RuntimeJob, message: TwirpMessage) => Response | Promise<Response>;

/** Artifacts v4: the Twirp service that `@actions/artifact` speaks to inside a run. */
export function artifactService(parts: ArtifactServiceParts): Hono {
  const calls: Readonly<Record<string, Call>> = {
    CreateArtifact: create(parts),
    FinalizeArtifact: finalize(parts),
    ListArtifacts: list(parts),
    GetSignedArtifactURL: sign(parts),
    DeleteArtifact: remove(parts),
  };
  const app = new Hono();
  app.post('/twirp/github.actions.results.api.v1.ArtifactService/:call', async (c) => {
    const opened = await openCall(c, parts.tokens);
    if (opened instanceof Response) return opened;
    const call = calls[c.req.param('call')];
    if (call === undefined) return twirpError(c, 404, 'bad_route', `no such call: ${c.req.param('call')}`);
    const ids = [
      textField(opened.message, 'workflow_run_backend_id'),
      textField(opened.message, 'workflow_job_run_backend_id'),
    ];
    if (ids[0] !== String(opened.job.runId))
      return twirpError(c, 403, 'permission_denied', `the token is not for workflow run ${ids[0]}`);
    return call(c, opened.job, opened.message);
  });
  return app;
}

const forbidden = /[":<>|*?\r\n\\/]/;

function create({ table, links, attemptOf }: ArtifactServiceParts): Call {
  return (c, job, message) => {
    const name = textField(message, 'name');
    if (name === '' || forbidden.test(name))
      return twirpError(c, 400, 'invalid_argument', `artifact name is not valid: ${name}`);
    const expires = Date.parse(textField(message, 'expires_at'));
    const artifact = table.begin({
      ...job,
      name,
      attempt: attemptOf(job.runId),
      mimeType: textField(message, 'mime_type') || 'application/zip',
      expiresAt: Number.isNaN(expires) ? undefined : new Date(expires),
    });
    if (artifact === undefined)
      return twirpError(c, 409, 'already_exists', 'an artifact with this name already exists on the workflow run');
    return c.json({ ok: true, signed_upload_url: links.make(`/_results/blobs/${artifact.blob}`, 'write', 3600) });
  };
}

function finalize({ table }: ArtifactServiceParts): Call {
  return async (c, job, message) => {
    const artifact = await table.finish(job.runId, textField(message, 'name'), {
      size: Number(textField(message, 'size')),
      digest: textField(message, 'hash') || undefined,
    });
    if (artifact === undefined)
      return twirpError(c, 400, 'invalid_argument', 'the uploaded bytes are not those that the request describes');
    return c.json({ ok: true, artifact_id: String(artifact.id) });
  };
}

function list({ table }: ArtifactServiceParts): Call {
  return (c, job, message) => {
    const name = textField(message, 'name_filter');
    const id = textField(message, 'id_filter');
    const artifacts = table.all.filter(
      (one) => one.runId === job.runId && (name === '' || one.name === name) && (id === '' || String(one.id) === id),
    );
    return c.json({ artifacts: artifacts.map(describe) });
  };
}

function describe(artifact: Artifact) {
  return {
    workflow_run_backend_id: String(artifact.runId),
    workflow_job_run_backend_id: String(artifact.jobId),
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.size),
    created_at: artifact.createdAt.toISOString(),
    digest: artifact.digest,
  };
}

function sign({ table, links }: ArtifactServiceParts): Call {
  return (c, job, message) => {
    const artifact = ofRun(table, job, message);
    if (artifact === undefined) return twirpError(c, 404, 'not_found', 'the artifact does not exist');
    return c.json({ signed_url: links.make(`/_results/artifacts/${artifact.id}`, 'read', 60) });
  };
}

function remove({ table }: ArtifactServiceParts): Call {
  return async (c, job, message) => {
    const artifact = ofRun(table, job, message);
    if (artifact === undefined) return twirpError(c, 404, 'not_found', 'the artifact does not exist');
    await table.remove(artifact);
    return c.json({ ok: true, artifact_id: String(artifact.id) });
  };
}

function ofRun(table: ArtifactTable, job: RuntimeJob, message: TwirpMessage): Artifact | undefined {
  const name = textField(message, 'name');
  return table.all.findLast((artifact) => artifact.runId === job.runId && artifact.name === name);
}

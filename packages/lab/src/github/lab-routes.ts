import { Hono } from 'hono';
import { isPublicKey, registerApp } from './apps.ts';
import { artifactBody } from './bodies/artifact-body.ts';
import { issueBody } from './bodies/issue-body.ts';
import { repositoryBody } from './bodies/repository-body.ts';
import { announceOnDefault } from './events.ts';
import type { Faults } from './faults.ts';
import { type Hosted, timestamp } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import { parseFault } from './parse-fault.ts';
import type { RequestRecord } from './request-log.ts';
import { runSchedules } from './schedule.ts';
import type { Thread } from './thread.ts';

export interface LabRoutesParts {
  readonly hosted: Hosted;
  readonly requests: readonly RequestRecord[];
  readonly faults: Faults;
  /** Who does what GitHub's API has no route for. */
  readonly owner: SignedIn;
}

/** What the lab can do that GitHub cannot: look into requests, break them, and change things behind the API's back. */
export function labRoutes({ hosted, requests, faults, owner }: LabRoutesParts): Hono {
  const app = new Hono();
  app.get('/_lab/requests', (c) =>
    c.json(requests.map((request) => ({ ...request, job: request.token.kind === 'job' ? request.token.name : null }))),
  );

  app.post('/_lab/faults', async (c) => {
    const fault = parseFault(await c.req.json().catch(() => undefined));
    if (typeof fault === 'string') return c.json({ message: fault }, 422);
    faults.add(fault);
    return c.body(null, 204);
  });
  app.delete('/_lab/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  app.post('/_lab/schedule', async (c) => {
    const { workflow } = Object(await c.req.json().catch(() => ({}))) as { workflow?: unknown };
    return c.json({ runs: await runSchedules(hosted, owner, typeof workflow === 'string' ? workflow : undefined) });
  });

  app.post('/_lab/issues/:number/transfer', async (c) => {
    const thread = hosted.threads.find((one) => one.number === Number(c.req.param('number')));
    if (thread === undefined || thread.departure !== undefined) return c.json({ message: 'Not Found' }, 404);
    await transfer(hosted, owner, thread);
    return c.body(null, 204);
  });
  app.post('/_lab/issues/:number/delete', async (c) => {
    const thread = hosted.threads.find((one) => one.number === Number(c.req.param('number')));
    if (thread === undefined || thread.departure !== undefined) return c.json({ message: 'Not Found' }, 404);
    const issue = issueBody(hosted, thread);
    thread.departure = { kind: 'deleted' };
    await announceOnDefault(hosted, owner, 'issues', { action: 'deleted', issue });
    return c.body(null, 204);
  });

  app.post('/_lab/apps', async (c) => {
    const { slug, public_key: publicKey } = Object(await c.req.json().catch(() => ({}))) as Record<string, unknown>;
    if (typeof slug !== 'string')
      return c.json({ message: 'Give the App a slug, as { "slug": "octo-publisher" }.' }, 422);
    if (publicKey !== undefined && !isPublicKey(publicKey)) return c.json({ message: 'public_key is no PEM.' }, 422);
    const made = registerApp(hosted.apps, hosted.accounts, {
      slug,
      ...(publicKey === undefined ? {} : { publicKey }),
    });
    return c.json({ id: made.app.id, client_id: made.app.clientId, private_key: made.privateKey }, 201);
  });

  // In a browser, GitHub's editor uploads what is dropped into it; no token of its API can.
  app.post('/_lab/attachments', async (c) => {
    const name = c.req.query('name') ?? '';
    if (name === '') return c.json({ message: 'Name the file, as ?name=screenshot.png.' }, 422);
    const contentType = c.req.header('content-type') ?? 'application/octet-stream';
    const bytes = Buffer.from(await c.req.arrayBuffer());
    return c.json({ markdown: hosted.attached.add(name, contentType, bytes) }, 201);
  });

  artifactLabRoutes(app, hosted);
  return app;
}

async function transfer(hosted: Hosted, owner: SignedIn, thread: Thread): Promise<void> {
  const issue = issueBody(hosted, thread);
  const elsewhere = {
    ...repositoryBody(hosted),
    id: hosted.id + 1,
    name: 'elsewhere',
    full_name: `${hosted.owner.login}/elsewhere`,
  };
  const to = `${hosted.urls.api}/repositories/${elsewhere.id}/issues/${thread.number}`;
  thread.departure = { kind: 'transferred', to };
  thread.updatedAt = timestamp(hosted.now());
  await announceOnDefault(hosted, owner, 'issues', {
    action: 'transferred',
    issue,
    changes: { new_issue: { ...issue, id: hosted.nextId(), url: to }, new_repository: elsewhere },
  });
}

function artifactLabRoutes(app: Hono, hosted: Hosted): void {
  app.get('/_lab/artifacts/:id', (c) => {
    const artifact = hosted.artifacts.find(Number(c.req.param('id')));
    if (artifact === undefined) return c.json({ message: 'Not Found' }, 404);
    return c.redirect(hosted.links.make(`/_results/artifacts/${artifact.id}`, 'read', 60), 302);
  });
  app.put('/_lab/artifacts/:id', async (c) => {
    const artifact = hosted.artifacts.find(Number(c.req.param('id')));
    if (artifact === undefined) return c.json({ message: 'Not Found' }, 404);
    await hosted.artifacts.replace(artifact, new Uint8Array(await c.req.arrayBuffer()));
    return c.json(artifactBody(hosted, artifact));
  });
  app.post('/_lab/artifacts/:id/expire', (c) => {
    const artifact = hosted.artifacts.find(Number(c.req.param('id')));
    if (artifact === undefined) return c.json({ message: 'Not Found' }, 404);
    artifact.expiresAt = hosted.now();
    return c.json(artifactBody(hosted, artifact));
  });
}

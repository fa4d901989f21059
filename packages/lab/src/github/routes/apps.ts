import type { Access, Permissions } from '../../run.ts';
import type { Api, ApiContext } from '../api.ts';
import { numberParam } from '../api.ts';
import { appOfJwt } from '../app-jwt.ts';
import { type App, apiPermissions, workflowPermissions } from '../apps.ts';
import { appBody, installationBody } from '../bodies/app-body.ts';
import { repositoryBody } from '../bodies/repository-body.ts';
import { type Hosted, timestamp } from '../hosted.ts';
import { notAccessible, notFound, Refusal, requiresAuthentication } from '../refusal.ts';
import { type Fields, readFields } from '../request-fields.ts';

const HOUR = 3_600_000;

/** What an App asks in its own name, with a token that it has signed itself: no other token opens these. */
export function appRoutes(root: Api, hosted: Hosted): void {
  const asking = (c: ApiContext): App => appOfJwt(hosted.apps, c.req.header('authorization'), hosted.now());

  root.get('/app', (c) => c.json(appBody(hosted, asking(c))));

  root.get('/repos/:owner/:repo/installation', (c) => {
    const app = asking(c);
    const asked = `${c.req.param('owner')}/${c.req.param('repo')}`;
    if (!app.isInstalled || asked.toLowerCase() !== hosted.fullName.toLowerCase()) throw notFound();
    return c.json(installationBody(hosted, app));
  });

  root.post('/app/installations/:id/access_tokens', async (c) => {
    const app = asking(c);
    if (!app.isInstalled || numberParam(c, 'id') !== app.installationId) throw notFound();
    if (app.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
    const fields = await readFields(c);
    refuseOtherRepositories(hosted, fields);
    const permissions = permissionsOf(app, fields);
    const endsAt = new Date(hosted.now().getTime() + HOUR);
    return c.json(
      {
        token: hosted.tokens.forApp(app.account, permissions, endsAt),
        expires_at: timestamp(endsAt),
        permissions: apiPermissions(permissions),
        repository_selection: 'selected',
        repositories: [repositoryBody(hosted)],
      },
      201,
    );
  });
}

/** The end of an installation's token; a job's is one too. */
export function revokingRoutes(api: Api, hosted: Hosted): void {
  api.delete('/installation/token', (c) => {
    const { identity } = c.var;
    if (identity.kind === 'anonymous') throw requiresAuthentication();
    if (identity.kind === 'user') throw notAccessible();
    hosted.tokens.revoke(identity.token);
    return c.body(null, 204);
  });
}

function refuseOtherRepositories(hosted: Hosted, fields: Fields): void {
  const names = fields.texts('repositories') ?? [];
  const ids = fields.raw('repository_ids') ?? [];
  const isOurs =
    names.every((name) => name.toLowerCase() === hosted.name.toLowerCase()) &&
    Array.isArray(ids) &&
    ids.every((id) => id === hosted.id);
  if (isOurs) return;
  throw new Refusal(
    422,
    'There is at least one repository that does not exist or is not accessible to the parent installation.',
  );
}

function permissionsOf(app: App, fields: Fields): Permissions {
  const asked = fields.object('permissions');
  if (asked === undefined) return app.permissions;
  const permissions = workflowPermissions(asked);
  const isGranted = Object.entries(permissions).every(([name, access]) => includes(app.permissions[name], access));
  if (!isGranted) throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  return { ...permissions, metadata: 'read' };
}

const includes = (granted: Access | undefined, asked: Access): boolean =>
  granted === 'write' || (granted === 'read' && asked === 'read');

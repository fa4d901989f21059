import { type Account, type Role, reaches } from '../accounts.ts';
import type { Api } from '../api.ts';
import { accountBody } from '../bodies/account-body.ts';
import { permissionFlags } from '../bodies/repository-body.ts';
import type { Hosted } from '../hosted.ts';
import { paginate } from '../pages.ts';
import { admitSignedIn, effectiveRole, needs } from '../permissions.ts';
import { notFound, Refusal } from '../refusal.ts';

/** Who may do what. */
export function collaboratorRoutes(api: Api, hosted: Hosted): void {
  api.get('/collaborators', (c) => {
    admitSignedIn(hosted, c.var.identity, needs.metadata);
    const people = hosted.accounts.all.filter((account) => account.role !== undefined);
    return c.json(
      paginate(c, people).map((account) => collaboratorBody(hosted, account, effectiveRole(hosted, account.role))),
    );
  });

  api.get('/collaborators/:login', (c) => {
    admitSignedIn(hosted, c.var.identity, needs.metadata);
    const account = hosted.accounts.find(c.req.param('login'));
    if (account?.role === undefined) throw notFound();
    return c.body(null, 204);
  });

  api.get('/collaborators/:login/permission', (c) => {
    admitSignedIn(hosted, c.var.identity, needs.metadata);
    const login = c.req.param('login');
    const account = hosted.accounts.find(login);
    // Bots have no permission of their own here, and GitHub says so in the same words as for nobody.
    if (account === undefined || account.type !== 'User') throw new Refusal(404, `${login} is not a user`);
    const role = effectiveRole(hosted, account.role);
    return c.json({ permission: legacy(role), user: collaboratorBody(hosted, account, role), role_name: role });
  });
}

function collaboratorBody(hosted: Hosted, account: Account, role: Role) {
  return { ...accountBody(hosted, account), permissions: permissionFlags(role), role_name: role };
}

/** The old word for a role: `maintain` counts as write, `triage` as read. */
function legacy(role: Role): 'admin' | 'write' | 'read' | 'none' {
  if (reaches(role, 'admin')) return 'admin';
  if (reaches(role, 'write')) return 'write';
  return reaches(role, 'read') ? 'read' : 'none';
}

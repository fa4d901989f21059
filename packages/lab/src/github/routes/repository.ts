import { readCommit } from '../../git-host/commits.ts';
import { branchTip, listRefs } from '../../git-host/refs.ts';
import type { Role } from '../accounts.ts';
import type { Api } from '../api.ts';
import { commitBody } from '../bodies/commit-body.ts';
import { fullRepositoryBody } from '../bodies/repository-body.ts';
import { apiUrl, type Hosted, pageUrl } from '../hosted.ts';
import type { Identity } from '../identity.ts';
import { paginate } from '../pages.ts';
import { admit, effectiveRole, needs } from '../permissions.ts';
import { Refusal } from '../refusal.ts';

/** The repository itself, and its branches. */
export function repositoryRoutes(api: Api, hosted: Hosted): void {
  api.get('/', (c) => {
    admit(hosted, c.var.identity, needs.metadata);
    return c.json(fullRepositoryBody(hosted, ownRole(hosted, c.var.identity)));
  });

  api.get('/branches', async (c) => {
    admit(hosted, c.var.identity, needs.readContents);
    const branches = paginate(c, await listRefs(hosted.git, 'refs/heads/'));
    return c.json(
      branches.map(({ name, sha }) => ({
        name: name.slice('refs/heads/'.length),
        commit: { sha, url: apiUrl(hosted, `/commits/${sha}`) },
        protected: false,
      })),
    );
  });

  api.get('/branches/:branch{.+}', async (c) => {
    admit(hosted, c.var.identity, needs.readContents);
    const name = c.req.param('branch');
    const sha = await branchTip(hosted.git, name);
    if (sha === undefined) throw new Refusal(404, 'Branch not found');
    const self = apiUrl(hosted, `/branches/${name}`);
    return c.json({
      name,
      commit: commitBody(hosted, await readCommit(hosted.git, sha)),
      _links: { self, html: pageUrl(hosted, `/tree/${name}`) },
      protected: false,
      protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
      protection_url: `${self}/protection`,
    });
  });
}

function ownRole(hosted: Hosted, identity: Identity): Role | undefined {
  switch (identity.kind) {
    case 'anonymous':
      return undefined;
    case 'user':
      return effectiveRole(hosted, identity.account.role);
    case 'app':
    case 'job':
      return identity.permissions['contents'] === 'write' ? 'write' : 'read';
  }
}

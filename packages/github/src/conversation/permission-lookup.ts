import type { Permission, PermissionLookup } from '@codex-worker/core';
import { absentWhen } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';

/** Asks once for each login. */
export function permissionLookup(client: GitHubClient): PermissionLookup {
  const known = new Map<string, Promise<Permission>>();
  return {
    permissionOf(login) {
      const key = login.toLowerCase();
      const answer = known.get(key) ?? ask(client, login);
      known.set(key, answer);
      return answer;
    },
  };
}

async function ask(client: GitHubClient, username: string): Promise<Permission> {
  const call = client.call((octokit) =>
    octokit.rest.repos.getCollaboratorPermissionLevel({ ...client.repository, username }),
  );
  const permission = (await absentWhen([404], call))?.data.permission;
  // `maintain` and `triage` come as write and read. Anything else is no permission that we know.
  return permission === 'admin' || permission === 'write' || permission === 'read' ? permission : 'none';
}

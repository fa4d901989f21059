import type { Access, Permissions } from '../run.ts';
import { entriesOf, literalText, type Tree } from './tree.ts';

const scopes = [
  ...['actions', 'artifact-metadata', 'attestations', 'checks', 'contents', 'deployments', 'discussions'],
  ...['id-token', 'issues', 'models', 'packages', 'pages', 'pull-requests', 'repository-projects'],
  ...['security-events', 'statuses'],
];

// GitHub knows no `read` for these: `read-all` leaves the first out, `write-all` reads the second.
const writeOnly = 'id-token';
const readOnly = 'models';

/** What a job gets when no file says anything, under the restricted default of new repositories. */
export const defaultPermissions: Permissions = { contents: 'read' };

/** What a `permissions:` key grants; every scope that it does not name is none. Undefined when there is no key. */
export function parsePermissions(tree: Tree | undefined): Permissions | undefined {
  if (tree === undefined) return undefined;
  const all = literalText(tree);
  if (all === 'read-all') return everyScope('read');
  if (all === 'write-all') return everyScope('write');
  return Object.fromEntries(
    entriesOf(tree).flatMap(({ key, value }) => {
      const access = asAccess(literalText(value));
      return access === 'none' ? [] : [[key, access]];
    }),
  );
}

/** The scopes that ask for more than is allowed, in GitHub's words, or undefined when all fit. */
export function exceeding(asked: Permissions, allowed: Permissions): string | undefined {
  const over = Object.entries(asked).filter(([scope, access]) => rank(access) > rank(allowed[scope] ?? 'none'));
  if (over.length === 0) return undefined;
  const list = (pick: (scope: string, access: Access) => Access) =>
    over.map(([scope, access]) => `${scope}: ${pick(scope, access)}`).join(', ');
  return `is requesting '${list((_, access) => access)}', but is only allowed '${list((scope) => allowed[scope] ?? 'none')}'.`;
}

/** What remains of a grant for an event that comes from a fork: nothing is written. */
export function readOnlyPermissions(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).flatMap(([scope, access]) =>
      scope === writeOnly || access === 'none' ? [] : [[scope, 'read' as const]],
    ),
  );
}

function everyScope(access: 'read' | 'write'): Permissions {
  return Object.fromEntries(
    scopes.flatMap((scope) => {
      if (scope === writeOnly && access === 'read') return [];
      return [[scope, scope === readOnly ? 'read' : access]];
    }),
  );
}

function asAccess(text: string | undefined): Access {
  return text === 'read' || text === 'write' ? text : 'none';
}

function rank(access: Access): number {
  return { none: 0, read: 1, write: 2 }[access];
}

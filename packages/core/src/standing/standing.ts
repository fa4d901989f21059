/** The kinds of account that we know. */
export const personTypes = ['User', 'Bot', 'Organization', 'Mannequin'] as const;

/** Somebody as GitHub names them in an event. */
export interface Person {
  readonly login: string;
  readonly id: number;
  readonly type: (typeof personTypes)[number];
}

/**
 * Logins of people, of managed users (`alice_corp`), of accounts from before GitHub's rules of today (`-Jerry-`) and of apps
 * (`renovate[bot]`), as a regular expression.
 */
export const LOGIN = String.raw`[A-Za-z0-9_-]+(?:\[bot\])?`;

/** Repository permission, lowest first; `maintain` counts as write and `triage` as read, as GitHub reports them. */
export const permissions = ['none', 'read', 'write', 'admin'] as const;
export type Permission = (typeof permissions)[number];

/** Whether a permission is as high as another, or higher. */
export const isAtLeast = (permission: Permission, minimum: Permission): boolean =>
  permissions.indexOf(permission) >= permissions.indexOf(minimum);

/** Who may ask, as the caller configured it. */
export interface AdmissionPolicy {
  readonly minimumPermission: Permission;
  /** Exact logins that may ask whatever their permission. */
  readonly allowUsers: readonly string[];
  /** Exact logins of bots that may ask. All other bots are ignored. */
  readonly allowBots: readonly string[];
  /** The login that our own comments carry. */
  readonly ownLogin: string;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly because: string }
  | { readonly kind: 'needs-permission' }
  | { readonly kind: 'turned-away'; readonly because: string };

/** Decides what can be decided of a person without asking GitHub. */
export function admitByName(person: Person, policy: AdmissionPolicy): Admission {
  const is = (login: string): boolean => sameLogin(person.login, login);
  if (is(policy.ownLogin)) return { kind: 'turned-away', because: "it is the worker's own" };
  if (person.type !== 'User') {
    return policy.allowBots.some(is)
      ? { kind: 'admitted', because: `${person.login} is in allow-bots` }
      : { kind: 'turned-away', because: `${person.login} is a bot that allow-bots does not name` };
  }
  if (policy.allowUsers.some(is)) return { kind: 'admitted', because: `${person.login} is in allow-users` };
  return { kind: 'needs-permission' };
}

/** Decides by the permission that GitHub reports: never by association, which says nothing of the level. */
export function admitByPermission(person: Person, permission: Permission, policy: AdmissionPolicy): Admission {
  return isAtLeast(permission, policy.minimumPermission)
    ? { kind: 'admitted', because: `${person.login} has ${permission} permission` }
    : {
        kind: 'turned-away',
        because: `${person.login} has ${permission} permission, and ${policy.minimumPermission} is needed`,
      };
}

/** Whether two logins name one account: GitHub minds no case in them. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Answers for one repository who may ask. */
export interface PermissionLookup {
  permissionOf(login: string): Promise<Permission>;
}

/** Admits a person, asking GitHub only where names do not decide. */
export async function admit(lookup: PermissionLookup, person: Person, policy: AdmissionPolicy): Promise<Admission> {
  const byName = admitByName(person, policy);
  if (byName.kind !== 'needs-permission') return byName;
  return admitByPermission(person, await lookup.permissionOf(person.login), policy);
}

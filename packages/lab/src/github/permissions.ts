import { type Role, reaches } from './accounts.ts';
import type { Hosted } from './hosted.ts';
import type { Identity, SignedIn } from './identity.ts';
import { needsAdmin, notAccessible, notFound, requiresAuthentication } from './refusal.ts';
import type { Thread } from './thread.ts';

/** What a request asks for: one of these scopes of a job's token, or this role of a person. */
export interface Need {
  readonly scopes: readonly string[];
  readonly access: 'read' | 'write';
  readonly role: Role;
  /** GitHub answers some missing rights with 404 rather than 403. */
  readonly hidden?: true;
}

/** The needs of everything but threads. */
export const needs = {
  metadata: { scopes: ['metadata'], access: 'read', role: 'read' },
  readContents: { scopes: ['contents'], access: 'read', role: 'read' },
  writeContents: { scopes: ['contents'], access: 'write', role: 'write', hidden: true },
  readIssues: { scopes: ['issues'], access: 'read', role: 'read' },
  openIssues: { scopes: ['issues'], access: 'write', role: 'read' },
  manageLabels: { scopes: ['issues', 'pull-requests'], access: 'write', role: 'write' },
  // Unlike the rest of a pull request's conversation: `pull-requests: write` alone makes no label.
  createLabels: { scopes: ['issues'], access: 'write', role: 'write' },
  readPulls: { scopes: ['pull-requests'], access: 'read', role: 'read' },
  readComparison: { scopes: ['contents'], access: 'read', role: 'read' },
  openPulls: { scopes: ['pull-requests'], access: 'write', role: 'read' },
  managePulls: { scopes: ['pull-requests'], access: 'write', role: 'write' },
  readRuns: { scopes: ['actions'], access: 'read', role: 'read' },
  manageRuns: { scopes: ['actions'], access: 'write', role: 'write' },
  sendDispatch: { scopes: ['contents'], access: 'write', role: 'write' },
  readSecrets: { scopes: ['secrets'], access: 'read', role: 'write' },
  writeSecrets: { scopes: ['secrets'], access: 'write', role: 'write' },
  readAdministration: { scopes: ['administration'], access: 'read', role: 'admin' },
  readVariables: { scopes: ['variables'], access: 'read', role: 'write' },
} as const satisfies Record<string, Need>;

/** What it takes to read a thread, to speak in it, or to change what others wrote in it. */
export function threadNeed(thread: Thread, action: 'read' | 'speak' | 'manage'): Need {
  return {
    scopes: threadScopes(thread, action),
    access: action === 'read' ? 'read' : 'write',
    role: action === 'manage' ? 'triage' : 'read',
  };
}

/**
 * A pull request's conversation opens to either scope, but for who speaks there: GitHub's list names both, and people's
 * runs were refused with `issues: write` alone.
 */
function threadScopes({ pull }: Thread, action: 'read' | 'speak' | 'manage'): Need['scopes'] {
  if (pull === undefined) return ['issues'];
  return action === 'speak' ? ['pull-requests'] : ['issues', 'pull-requests'];
}

/** Lets the request pass, or refuses it in GitHub's words. */
export function admit(hosted: Hosted, identity: Identity, need: Need): void {
  if (fulfils(hosted, identity, need)) return;
  switch (identity.kind) {
    case 'anonymous':
      throw hosted.private ? notFound() : requiresAuthentication();
    case 'app':
    case 'job':
      throw notAccessible();
    case 'user':
      throw need.hidden === true || !reaches(roleOf(hosted, identity), 'read') ? notFound() : needsAdmin();
  }
}

/** Lets only somebody with a token pass, and says who it is. */
export function admitSignedIn(hosted: Hosted, identity: Identity, need: Need): SignedIn {
  admit(hosted, identity, need);
  if (identity.kind === 'anonymous') throw requiresAuthentication();
  return identity;
}

/** Whether the request would pass. */
export function fulfils(hosted: Hosted, identity: Identity, need: Need): boolean {
  switch (identity.kind) {
    case 'anonymous':
      return !hosted.private && need.access === 'read' && need.role === 'read';
    case 'user':
      return reaches(roleOf(hosted, identity), need.role);
    case 'app':
    case 'job':
      return need.scopes.some((scope) => granted(identity.permissions[scope], scope, need.access));
  }
}

function granted(access: 'read' | 'write' | 'none' | undefined, scope: string, needed: 'read' | 'write'): boolean {
  // Every installation token reads metadata.
  if (scope === 'metadata') return needed === 'read';
  return access === 'write' || (access === 'read' && needed === 'read');
}

/** The role that a person has in effect: everybody reads a public repository. */
export function roleOf(hosted: Hosted, identity: Extract<Identity, { kind: 'user' }>): Role {
  return effectiveRole(hosted, identity.account.role);
}

/** A collaborator's role, or what the repository gives to everybody. */
export function effectiveRole(hosted: Hosted, role: Role | undefined): Role {
  return role ?? (hosted.private ? 'none' : 'read');
}

/** Whether somebody may push workflow files. A job never may: `workflows` is no key of `permissions:`. */
export function mayWriteWorkflows(by: SignedIn): boolean {
  return by.kind === 'user' || (by.kind === 'app' && by.permissions['workflows'] === 'write');
}

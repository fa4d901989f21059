import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Account } from '../../github/accounts.ts';
import { reaches } from '../../github/accounts.ts';
import { effectiveRole } from '../../github/permissions.ts';
import type { PageEnv, Site } from '../site.ts';

const cookie = 'codex-worker-lab-viewer';

/** The people whose part one can take. */
export function people({ hosted }: Site): readonly Account[] {
  return hosted.accounts.all.filter(({ type }) => type === 'User');
}

/** Whose part the browser has taken: the owner's at first. */
export function viewerOf(c: Context<PageEnv>, site: Site): Account {
  const login = getCookie(c, cookie);
  return people(site).find((one) => one.login === login) ?? site.hosted.accounts.get('olivia');
}

/** Takes the part of somebody else from now on. */
export function becomeViewer(c: Context<PageEnv>, account: Account): void {
  setCookie(c, cookie, account.login, { httpOnly: true, sameSite: 'Strict', path: '/' });
}

/** Whether somebody sees the repository at all. */
export function maySee({ hosted }: Site, { role }: Account): boolean {
  return reaches(effectiveRole(hosted, role), 'read');
}

/** Whether somebody has at least this role. */
export function mayAs({ hosted }: Site, { role }: Account, needed: 'triage' | 'write'): boolean {
  return reaches(effectiveRole(hosted, role), needed);
}

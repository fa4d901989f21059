import type { Account, NewAccount } from './accounts.ts';
import type { Hosted } from './hosted.ts';
import type { SignedIn } from './identity.ts';

/** A token for each standing. */
export interface LabTokens {
  /** `olivia`, admin. */
  readonly owner: string;
  /** `wanda`, write. */
  readonly writer: string;
  /** `rick`, read. */
  readonly reader: string;
  /** `sam`, no collaborator. */
  readonly stranger: string;
  /** `helper-bot[bot]`, an app that may write everything but workflow files. */
  readonly bot: string;
}

/** Somebody of each standing: the lab always has them. */
export const usualPeople = [
  { login: 'olivia', role: 'admin' },
  { login: 'wanda', role: 'write' },
  { login: 'rick', role: 'read' },
  { login: 'sam' },
  { login: 'helper-bot[bot]', type: 'Bot' },
] as const satisfies readonly NewAccount[];

const appPermissions = {
  actions: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
  workflows: 'none',
} as const;

/** Gives everybody a token. */
export function giveTokens(hosted: Hosted, more: readonly NewAccount[]) {
  const give = (account: Account) =>
    account.type === 'Bot' ? hosted.tokens.forApp(account, appPermissions) : hosted.tokens.forUser(account);
  const given = new Map([...usualPeople, ...more].map(({ login }) => [login, give(hosted.accounts.get(login))]));
  const tokenFor = (login: string) => {
    const token = given.get(login) ?? give(hosted.accounts.get(login));
    given.set(login, token);
    return token;
  };
  const tokens: LabTokens = {
    owner: tokenFor('olivia'),
    writer: tokenFor('wanda'),
    reader: tokenFor('rick'),
    stranger: tokenFor('sam'),
    bot: tokenFor('helper-bot[bot]'),
  };
  const owner: SignedIn = { kind: 'user', account: hosted.accounts.get('olivia'), token: tokens.owner };
  return { tokens, tokenFor, owner };
}

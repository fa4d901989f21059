/** What a person may do in the repository, from nothing to everything. */
export const roles = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Somebody with a login. */
export interface Account {
  readonly login: string;
  readonly id: number;
  readonly type: 'User' | 'Bot' | 'Organization';
  /** Undefined for somebody who was never made a collaborator. */
  role: Role | undefined;
}

/** A person that the lab's GitHub begins with. */
export interface NewAccount {
  readonly login: string;
  readonly role?: Role;
  readonly type?: 'User' | 'Bot';
}

/** Who exists. Logins are compared without regard to case. */
export interface Accounts {
  readonly all: readonly Account[];
  find(login: string): Account | undefined;
  get(login: string): Account;
  add(account: NewAccount): Account;
}

/** The account behind every job's token. */
export const actionsBot = 'github-actions[bot]';
/** GitHub's own id of that account. */
const actionsBotId = 41_898_282;

/** The accounts of a repository, its owner first. */
export function createAccounts(owner: string, people: readonly NewAccount[]): Accounts {
  const all: Account[] = [];
  const find = (login: string) => all.find((account) => account.login.toLowerCase() === login.toLowerCase());
  const accounts: Accounts = {
    all,
    find,
    get(login) {
      const account = find(login);
      if (account === undefined) throw new Error(`There is no account ${login}.`);
      return account;
    },
    add({ login, role, type = 'User' }) {
      const account = { login, id: 21_031_067 + all.length * 101, type, role };
      all.push(account);
      return account;
    },
  };
  for (const person of people) accounts.add(person);
  all.push({ login: actionsBot, id: actionsBotId, type: 'Bot', role: undefined });
  if (find(owner) === undefined) all.push({ login: owner, id: 6_811_672, type: 'Organization', role: undefined });
  return accounts;
}

/** Whether one role includes another. */
export function reaches(role: Role | undefined, needed: Role): boolean {
  return roles.indexOf(role ?? 'none') >= roles.indexOf(needed);
}

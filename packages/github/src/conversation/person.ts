import { type Person, personTypes } from '@codex-worker/core';

/** An account, as the API and events tell of it. */
export interface Account {
  readonly login: string;
  readonly id: number;
  readonly type?: string | undefined;
}

/** GitHub shows this account where the author deleted theirs. */
const ghost: Person = { login: 'ghost', id: 10137, type: 'User' };

/** Who an account is. A type that we do not know is treated as a bot, which asks for nothing unless it is allowed to. */
export function personOf(account: Account | null | undefined): Person {
  if (!account) return ghost;
  const { login, id, type } = account;
  return { login, id, type: isKnown(type) ? type : 'Bot' };
}

const isKnown = (type: string | undefined): type is Person['type'] => personTypes.some((known) => known === type);

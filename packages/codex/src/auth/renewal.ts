import { expiryOf, readLogin } from './chatgpt-login.ts';

/** Whether a login is to be renewed now. */
export type Renewal =
  | { readonly kind: 'renew' }
  | { readonly kind: 'keep'; readonly because: 'it-is-new' | 'another-is-stored' };

export interface RenewalFacts {
  readonly now: Date;
  /** When the run began, and its secrets were read. */
  readonly runBegan: Date;
  /** When the secret was last written; undefined while it is not stored in the repository. */
  readonly storedAt: Date | undefined;
  /** Somebody wants it renewed in any case. */
  readonly force: boolean;
}

/** OpenAI's logins last for ten days; where one does not say so, this is how long before its end it is renewed. */
const BEFORE_END_MS = 5 * 86_400_000;

/**
 * A refresh token opens once. A run that waited holds the secret as it was when it began: where that was written since,
 * its login is used up, and renewing it would end the new one as well.
 */
export function planRenewal(login: string, { now, runBegan, storedAt, force }: RenewalFacts): Renewal {
  if (storedAt !== undefined && storedAt > runBegan) return { kind: 'keep', because: 'another-is-stored' };
  const endsAt = expiryOf(readLogin(login).tokens.access_token);
  const isNew = endsAt !== undefined && endsAt.getTime() - now.getTime() > BEFORE_END_MS;
  return isNew && !force ? { kind: 'keep', because: 'it-is-new' } : { kind: 'renew' };
}

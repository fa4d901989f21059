import { parseJson } from '@codex-worker/core';
import * as v from 'valibot';
import { expiryOf, readLogin } from './chatgpt-login.ts';

const carriedFile = v.looseObject({ tokens: v.looseObject({ access_token: v.string(), account_id: v.string() }) });

/**
 * Of the login in the secret and the one that was renewed and carried, the one that lasts longer. A secret of another
 * account was stored by somebody who wants that one.
 */
export function laterLogin(stored: string, carried: string | undefined): string {
  if (carried === undefined) return stored;
  const parsed = v.safeParse(carriedFile, parseJson(carried));
  if (!parsed.success) return stored;
  const [ours, theirs] = [readLogin(stored).tokens, parsed.output.tokens];
  const isLater = endOf(theirs.access_token) > endOf(ours.access_token);
  return theirs.account_id === ours.account_id && isLater ? carried : stored;
}

const endOf = (token: string): number => expiryOf(token)?.getTime() ?? 0;

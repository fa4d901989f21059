/** A token as ChatGPT gives it out, but for its signature. */
export function jwtOf(claims: Readonly<Record<string, unknown>>): string {
  const parts = ['{"alg":"none"}', JSON.stringify(claims), 'signature'];
  return parts.map((part) => Buffer.from(part).toString('base64url')).join('.');
}

export interface LoginOrder {
  readonly expiresAt: Date;
  readonly refreshToken?: string;
  readonly lastRefresh?: Date;
  readonly accountId?: string;
}

/** The content of an auth.json of ChatGPT. */
export function loginFile({
  expiresAt,
  refreshToken = 'rt_first',
  lastRefresh = new Date(),
  ...order
}: LoginOrder): string {
  const { accountId = 'account-1' } = order;
  const account = { chatgpt_plan_type: 'pro', chatgpt_user_id: 'user-1', chatgpt_account_id: accountId };
  const claims = {
    email: 'alice@example.com',
    exp: Math.floor(expiresAt.getTime() / 1000),
    'https://api.openai.com/auth': account,
  };
  return JSON.stringify({
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: jwtOf(claims),
      access_token: jwtOf({ ...claims, kind: 'access' }),
      refresh_token: refreshToken,
      account_id: accountId,
    },
    last_refresh: lastRefresh.toISOString(),
  });
}

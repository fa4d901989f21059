import { Failure } from '@codex-worker/core';
import * as v from 'valibot';
import { askOpenAi } from './ask-openai.ts';
import { notNow } from './not-now.ts';

const server = 'https://auth.openai.com/api/accounts';
const whoami = v.object({ chatgpt_account_id: v.string() });

/** The account that an access token is of: requests have to name it. Asked as the CLI asks. */
export async function accountOf(token: string, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  const base = environment['CODEX_AUTHAPI_BASE_URL'] ?? server;
  const url = `${base}/v1/user-auth-credential/whoami`;
  const { status, body } = await askOpenAi(url, { headers: { authorization: `Bearer ${token}` }, environment, signal });
  const parsed = v.safeParse(whoami, body);
  if (status === 200 && parsed.success) return parsed.output.chatgpt_account_id;
  const code = notNow(status);
  if (code !== undefined) {
    throw new Failure(code, {
      what: `OpenAI does not say whose the access token is: it answered with status ${status}.`,
      fix: 'Reply to try again.',
    });
  }
  throw new Failure('auth', {
    what: `OpenAI does not take the access token: it answered with status ${status}.`,
    fix: 'Make a new token in the settings of ChatGPT, and store it as the secret `CODEX_ACCESS_TOKEN`.',
  });
}

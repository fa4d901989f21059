import { Failure, parseJson } from '@codex-worker/core';
import * as v from 'valibot';

/** What it takes to ask as somebody who logged in to ChatGPT. */
export interface ChatGptLogin {
  readonly accessToken: string;
  readonly accountId: string;
  /** From when on OpenAI refuses it; undefined where it does not say. */
  readonly expiresAt: Date | undefined;
}

/** The file `auth.json` of `codex login`, with what else is in it. */
const loginFile = v.looseObject({
  tokens: v.looseObject({ access_token: text(), account_id: text(), refresh_token: text() }),
});
const claims = v.object({ exp: v.number() });

function text() {
  return v.pipe(v.string(), v.nonEmpty());
}

/** Reads the content of `auth.json`. What it holds is never shown. */
export function parseLogin(file: string, now: Date): ChatGptLogin {
  const { tokens } = readLogin(file);
  const expiresAt = expiryOf(tokens.access_token);
  if (expiresAt !== undefined && expiresAt <= now) {
    throw new Failure('login-expired', {
      what: `The ChatGPT login in the input \`auth-json\` ended on ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
      fix: 'Run the workflow that renews it (docs/keys.md), or log in again and store the new auth.json as the secret `AUTH_JSON`.',
    });
  }
  return { accessToken: tokens.access_token, accountId: tokens.account_id, expiresAt };
}

/** The file as it is; what is no login of ChatGPT is a failure. */
export function readLogin(file: string): v.InferOutput<typeof loginFile> {
  const parsed = v.safeParse(loginFile, parseJson(file));
  if (parsed.success) return parsed.output;
  throw new Failure('auth', {
    what: 'The input `auth-json` is not the auth.json of a ChatGPT login.',
    fix: 'Run `codex login` with `cli_auth_credentials_store = "file"`, and store the whole file `~/.codex/auth.json` as the secret `AUTH_JSON`. A key of the API belongs into `openai-api-key`.',
  });
}

/** When a JSON Web Token ends, by its own word. */
export function expiryOf(token: string): Date | undefined {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  const parsed = v.safeParse(claims, parseJson(payload));
  return parsed.success ? new Date(parsed.output.exp * 1000) : undefined;
}

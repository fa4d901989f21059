import type { Context } from 'hono';
import type { RuntimeJob, RuntimeTokens } from './runtime-tokens.ts';

/** A message of the results service, as its JSON form carries it. */
export type TwirpMessage = Readonly<Record<string, unknown>>;

/** An error answer of a Twirp service. */
export function twirpError(c: Context, status: 400 | 401 | 403 | 404 | 409, code: string, msg: string): Response {
  return c.json({ code, msg }, status);
}

/** Opens a call: who calls (by runtime token), and with what. Answers for itself when the token is not ours. */
export async function openCall(
  c: Context,
  tokens: RuntimeTokens,
): Promise<{ readonly job: RuntimeJob; readonly message: TwirpMessage } | Response> {
  const job = tokens.read((c.req.header('authorization') ?? '').replace(/^bearer /i, ''));
  if (job === undefined) return twirpError(c, 401, 'unauthenticated', 'the runtime token is not valid');
  const message: unknown = await c.req.json().catch(() => undefined);
  if (typeof message !== 'object' || message === null)
    return twirpError(c, 400, 'malformed', 'the json request could not be decoded');
  return { job, message: message as TwirpMessage };
}

/** A field of a message as text; int64 and wrapped strings arrive as plain strings. */
export function textField(message: TwirpMessage, name: string): string {
  const value = message[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

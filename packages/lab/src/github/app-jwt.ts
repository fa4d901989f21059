import { verify } from 'node:crypto';
import type { App } from './apps.ts';
import { Refusal } from './refusal.ts';

/** GitHub lets no App's own token live longer. */
const LONGEST_LIFE = 600;

interface Claims {
  readonly iat?: unknown;
  readonly exp?: unknown;
  readonly iss?: unknown;
}

/** Who signed a token of an App's own, or the refusal in GitHub's words. */
export function appOfJwt(apps: readonly App[], authorization: string | undefined, now: Date): App {
  const [, jwt = ''] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const claims = claimsOf(head, body);
  if (claims === undefined) throw undecodable();
  const app = apps.find(({ id, clientId }) => String(claims.iss) === String(id) || claims.iss === clientId);
  if (app === undefined) throw new Refusal(404, 'Integration not found');
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${body}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw undecodable();
  refuseTimes(claims, Math.floor(now.getTime() / 1000));
  return app;
}

function claimsOf(head: string, body: string): Claims | undefined {
  const [{ alg } = {}, claims] = [read<{ alg?: unknown }>(head), read<Claims>(body)];
  return alg === 'RS256' ? claims : undefined;
}

function read<T extends object>(part: string): T | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

function refuseTimes({ iat, exp }: Claims, now: number): void {
  if (typeof iat !== 'number' || iat > now)
    throw unauthorized(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  if (typeof exp !== 'number' || exp <= now)
    throw unauthorized(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp > now + LONGEST_LIFE) throw unauthorized("'Expiration time' claim ('exp') is too far in the future");
}

const unauthorized = (message: string) => new Refusal(401, message);
const undecodable = () => unauthorized('A JSON web token could not be decoded');

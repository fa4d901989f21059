import { Failure } from '@codex-worker/core';
import type { InputReader } from './inputs.ts';

/** Shorter ones could be guessed by whoever downloads a session. */
const SHORTEST = 16;

/** The key that sessions are sealed with; undefined where none is given. */
export function sessionKeyInput(input: InputReader, name = 'session-key'): string | undefined {
  const key = input.secret(name);
  return key === undefined ? undefined : input.parsed(name, () => longEnough(name, key));
}

/** A key that is taken out of use: it opens sessions that it sealed, and seals none. */
export function oldSessionKeyInput(input: InputReader, sessionKey: string | undefined): string | undefined {
  const name = 'old-session-key';
  const key = sessionKeyInput(input, name);
  return key === undefined ? undefined : input.parsed(name, () => another(key, sessionKey));
}

function longEnough(name: string, key: string): string {
  if (key.length >= SHORTEST) return key;
  throw new Failure('input-invalid', {
    what: `The input "${name}" has ${key.length} characters.`,
    fix: `Give one of at least ${SHORTEST}: put what \`openssl rand -base64 32\` prints into the secret SESSION_KEY. Without that secret, sessions are sealed with OPENAI_API_KEY, which is then no whole key.`,
  });
}

function another(key: string, sessionKey: string | undefined): string {
  if (sessionKey === undefined) {
    throw new Failure('input-invalid', {
      what: 'The input "old-session-key" is given, and "session-key" is not.',
      fix: 'Put the new key into the secret SESSION_KEY, and the one before it into OLD_SESSION_KEY.',
    });
  }
  if (key !== sessionKey) return key;
  throw new Failure('input-invalid', {
    what: 'The inputs "session-key" and "old-session-key" are the same key.',
    fix: 'Put the new key into the secret SESSION_KEY, or delete the secret OLD_SESSION_KEY if the change is over.',
  });
}

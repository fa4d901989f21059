import { setSecret } from '@actions/core';
import { masksOf, type Redactor, redactor } from '@codex-worker/core';

/** What the runner gives a process besides its inputs, and masks by itself. */
const variables = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN'];

/** Of the whole process, as the runner's masks are. */
const masked = new Set<string>();
let made: { readonly of: number; readonly redactor: Redactor } | undefined;

/** Keeps a secret out of the log, and out of all that this process says elsewhere. Before its first use. */
export function mask(secret: string): void {
  for (const form of masksOf(secret)) setSecret(form);
  masked.add(secret);
}

/** Takes out of texts what was masked up to now, and the tokens that the runner gave this process. */
export function runRedactor(env: NodeJS.ProcessEnv = process.env): Redactor {
  if (made?.of === masked.size) return made.redactor;
  const given = variables.flatMap((name) => env[name] ?? []);
  made = { of: masked.size, redactor: redactor([...masked, ...given]) };
  return made.redactor;
}

/** A text without the secrets of this process, and without what looks like a token. */
export function redacted(text: string): string {
  return runRedactor().text(text);
}

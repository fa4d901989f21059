import { randomUUID } from 'node:crypto';
import { redacted } from './mask.ts';

/** Writes text that somebody else chose to the log, without what it holds of secrets. */
export interface UntrustedLog {
  line(text: string): void;
  end(): void;
}

/** Between its first line and `end`, the runner obeys no workflow command: the token is not known to who writes the text. */
export function printUntrusted(write: (text: string) => unknown = (text) => process.stdout.write(text)): UntrustedLog {
  const token = randomUUID();
  write(`::stop-commands::${token}\n`);
  return {
    line: (text) => write(`${redacted(text)}\n`),
    end: () => write(`::${token}::\n`),
  };
}

import { randomUUID } from 'node:crypto';

/** Writes text that somebody else chose to the log. */
export interface UntrustedLog {
  line(text: string): void;
  end(): void;
}

/** Between its first line and `end`, the runner obeys no workflow command: the token is not known to who writes the text. */
export function printUntrusted(write: (text: string) => unknown = (text) => process.stdout.write(text)): UntrustedLog {
  const token = randomUUID();
  write(`::stop-commands::${token}\n`);
  return {
    line: (text) => write(`${text}\n`),
    end: () => write(`::${token}::\n`),
  };
}

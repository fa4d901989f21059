import { type Person, personAt } from './init/ask.ts';
import { type Paint, paintFor } from './words/paint.ts';

/** Where a command is run: what it prints to, who can be asked, and the environment. */
export interface Terminal {
  readonly environment: NodeJS.ProcessEnv;
  readonly paint: Paint;
  /** How wide it is; undefined where lines may be as long as they are. */
  readonly columns: number | undefined;
  print(text: string): void;
  /** Undefined: nobody is there. */
  person(): Person | undefined;
}

/** The terminal of this process. In a pipe nobody is asked. */
export function ownTerminal(): Terminal {
  const { stdin, stdout, env } = process;
  return {
    environment: env,
    paint: paintFor(stdout),
    columns: stdout.isTTY ? stdout.columns : undefined,
    print: (text) => void stdout.write(text),
    person: () => (stdin.isTTY && stdout.isTTY ? personAt(stdin, stdout) : undefined),
  };
}

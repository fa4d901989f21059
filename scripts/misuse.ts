/** A command line that asks for what cannot be. Its message says what to change. The lab has its own: scripts run without it. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** Reads a command line. Where it is mistyped, the process says so in one line, and ends with 2. */
export function readOrExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && isMistake(error))) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

const isMistake = (error: Error): boolean =>
  error instanceof Misuse || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

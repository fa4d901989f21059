// The lab's command line. Start-up is kept apart from the lab itself, so that --help needs nothing.
import { Misuse } from './misuse.ts';
import { readOptions, usage } from './options.ts';

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(usage);
  else {
    const { run } = await import('./command.ts');
    process.exitCode = await run(options);
  }
} catch (error) {
  const message = mistake(error);
  if (message === undefined) throw error;
  process.stderr.write(`${message}\n\n${usage}`);
  process.exitCode = 2;
}

/** What the person who typed the command can mend; undefined for a bug. */
function mistake(error: unknown): string | undefined {
  if (error instanceof Misuse) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return 'The port is taken. Give another with --port, or leave it out.';
  return error instanceof Error && code.startsWith('ERR_PARSE_ARGS') ? error.message : undefined;
}

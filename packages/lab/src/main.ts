// The lab's command line. Start-up is kept apart from the lab itself, so that --help needs nothing.
import { readOptions, usage } from './options.ts';

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(usage);
  else {
    const { run } = await import('./command.ts');
    process.exitCode = await run(options);
  }
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}

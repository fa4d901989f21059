// The command line of Codex Worker. A bug shows its stack; what a person can mend is one line.
import manifest from '../package.json' with { type: 'json' };
import { readCommandLine } from './command-line.ts';
import { Misuse } from './misuse.ts';
import { printable } from './printable.ts';
import { Refusal } from './refusal.ts';
import { ownTerminal } from './terminal.ts';

// Whoever reads through head has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  const command = readCommandLine(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      process.stdout.write(command.text);
      break;
    case 'version':
      process.stdout.write(`${manifest.version}\n`);
      break;
    // Loaded only where they are needed: --help should come at once.
    case 'init': {
      const { init } = await import('./init/init.ts');
      await init(command, process.cwd(), ownTerminal());
      break;
    }
    case 'doctor': {
      const { doctor } = await import('./doctor/doctor.ts');
      process.exitCode = await doctor(command, process.cwd(), ownTerminal());
      break;
    }
    case 'threads': {
      const { threads } = await import('./threads/threads.ts');
      process.exitCode = await threads(command, process.cwd(), ownTerminal());
      break;
    }
    case 'replay': {
      const { replay } = await import('./replay/replay.ts');
      process.exitCode = await replay(command, process.cwd(), ownTerminal());
      break;
    }
    case 'lab': {
      const [{ startLab }, { ownFolder }] = await Promise.all([
        import('./lab/start-lab.ts'),
        import('./lab/find-checkout.ts'),
      ]);
      process.exitCode = await startLab(command, { here: process.cwd(), own: ownFolder() }, ownTerminal());
      break;
    }
    case 'open-session': {
      const { openSessionBundle } = await import('./session/open-session-bundle.ts');
      process.stdout.write(await openSessionBundle(command, process.cwd(), process.env));
    }
  }
} catch (error) {
  const { Failure } = await import('@codex-worker/core');
  if (!(error instanceof Misuse || error instanceof Refusal || error instanceof Failure)) throw error;
  // What core says to do is meant for a thread.
  process.stderr.write(`${printable(error instanceof Failure ? error.what : error.message)}\n`);
  process.exitCode = error instanceof Misuse ? 2 : error instanceof Refusal ? error.exitCode : 1;
}

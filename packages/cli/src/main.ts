// The command line of Codex Worker. A bug shows its stack; what a person can mend is one line.
import { Failure } from '@codex-worker/core';
import { readCommandLine, usage } from './command-line.ts';
import { describeSession, sessionAsJson } from './describe-session.ts';
import { Misuse } from './misuse.ts';
import { openSession } from './opened-session.ts';
import { printable } from './printable.ts';
import { readBundle } from './read-bundle.ts';
import { readKeys } from './session-keys.ts';
import { writeSession } from './write-session.ts';

try {
  const command = readCommandLine(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      process.stdout.write(usage);
      break;
    case 'open-session': {
      const keys = await readKeys(command.keyFile, process.env);
      const session = openSession(await readBundle(command.file), keys);
      if (command.out !== undefined) await writeSession(command.out, session.contents);
      process.stdout.write(command.json ? `${sessionAsJson(session)}\n` : describeSession(session));
    }
  }
} catch (error) {
  if (!(error instanceof Misuse || error instanceof Failure)) throw error;
  // What core says to do is meant for a thread.
  process.stderr.write(`${printable(error instanceof Failure ? error.what : error.message)}\n`);
  process.exitCode = error instanceof Misuse ? 2 : 1;
}

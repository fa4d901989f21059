import { type DoctorOrder, readDoctor } from './doctor/doctor-command-line.ts';
import { type InitOrder, readInit } from './init/init-command-line.ts';
import { type LabOrder, readLab } from './lab/lab-command-line.ts';
import { Misuse } from './misuse.ts';
import { type ReplayOrder, readReplay } from './replay/replay-command-line.ts';
import { readSession, type SessionOrder } from './session/session-command-line.ts';
import { readThreads, type ThreadsOrder } from './threads/threads-command-line.ts';
import { didYouMean } from './words/nearest.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | InitOrder
  | DoctorOrder
  | ReplayOrder
  | LabOrder
  | ThreadsOrder
  | SessionOrder;
export const usage = `Sets up Codex Worker in a repository, tells what it does there, and reads what
it keeps.

  codex-worker init                 writes the workflow into this repository
  codex-worker doctor               looks whether all is set up, and how to mend
                                    what is not
  codex-worker threads              lists what runs, waits, was answered, expired
  codex-worker replay EVENT.json    tells what the worker would do with an event
  codex-worker session open THREAD  tells what is in the session of a thread
  codex-worker lab                  starts a GitHub on this machine to try the
                                    worker in, from a checkout of it

  codex-worker COMMAND --help       tells all about one of them
  codex-worker --version

Begin with: codex-worker init && codex-worker doctor

Exit codes: 0 fine; 1 something was found, or is in the way; 2 the command line
is wrong, or it could not look. Colours: on a terminal, unless NO_COLOR is set.
`;

const commands = ['init', 'doctor', 'threads', 'replay', 'session', 'lab'] as const;

/** Reads the command line. Throws a Misuse that names the argument. */
export function readCommandLine(args: readonly string[]): Command {
  refuseKeys(args);
  const [command, ...more] = args;
  switch (command) {
    case 'init':
      return readInit(more);
    case 'doctor':
      return readDoctor(more);
    case 'threads':
      return readThreads(more);
    case 'replay':
      return readReplay(more);
    case 'lab':
      return readLab(more);
    case 'session':
      return readSession(more);
    case 'help':
      return more[0] === undefined ? { kind: 'help', text: usage } : readCommandLine([more[0], '--help']);
    case '--help':
    case '-h':
      return { kind: 'help', text: usage };
    case '--version':
    case '-V':
      return { kind: 'version' };
    case undefined:
      throw new Misuse(`No command is given. Write one of ${commands.join(', ')}, or --help.`);
  }
  throw new Misuse(
    `"${command}" is no command. ${didYouMean(command, commands, `Write one of ${commands.join(', ')}.`)}`,
  );
}

function refuseKeys(args: readonly string[]): void {
  // A message that repeats an unknown option would repeat the key.
  if (args.some((arg) => /^--(?:session-)?key(?:=|$)/.test(arg))) {
    throw new Misuse('A key is never an argument. Use --key-file, or the environment.');
  }
}

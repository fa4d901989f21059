import { parseArgs } from 'node:util';
import { Misuse } from './misuse.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'open-session';
      readonly file: string;
      /** File of the key; `-` is the standard input, undefined the environment. */
      readonly keyFile: string | undefined;
      readonly json: boolean;
      /** Folder that the session is put into. */
      readonly out: string | undefined;
    };

export const usage = `Reads what Codex Worker keeps.

  codex-worker session open FILE    open the session bundle of a thread: its artifact
                                    codex-worker-session-<thread>, as downloaded

  --key-file KEY   file with the key that the session was sealed with; - reads it from the standard input.
                   Without it: the environment's SESSION_KEY, OLD_SESSION_KEY and OPENAI_API_KEY, each in turn
  --out FOLDER     also put the ledger and Codex's transcripts into FOLDER, which must not exist
  --json           print JSON
  --help

A key is never an argument: the machine shows arguments to everybody on it.
Exit codes: 0 it opened, 1 it did not, 2 the command line is wrong.
`;

/** Reads the command line. Throws a Misuse that names the argument. */
export function readCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  const [noun, verb, file, ...more] = positionals;
  if (noun === undefined) throw new Misuse('No command is given. Write: codex-worker session open FILE.');
  if (noun !== 'session' || verb !== 'open') {
    throw new Misuse(
      `"${[noun, verb].filter(Boolean).join(' ')}" is no command. Write: codex-worker session open FILE.`,
    );
  }
  if (file === undefined) throw new Misuse('No file is given. Name the downloaded session artifact.');
  if (more.length > 0) throw new Misuse(`${more.length + 1} files are given. Name one.`);
  return { kind: 'open-session', file, keyFile: values['key-file'], json: values.json, out: values.out };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'key-file': { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    // What Node says of an unknown option may repeat a key that stood in it.
    if (args.some((arg) => /^--(?:session-)?key(?:=|$)/.test(arg))) {
      throw new Misuse('A key is never an argument. Use --key-file, or the environment.');
    }
    throw error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
      ? new Misuse(error.message)
      : error;
  }
}

import { Misuse } from '../misuse.ts';
import { parseOptions } from '../words/parse-options.ts';
import { repositoryOf } from '../words/repository-argument.ts';
import { urlOf } from '../words/url-argument.ts';

/** What `codex-worker session open` is to open. */
export interface SessionOrder {
  readonly kind: 'open-session';
  /** A file, or a thread whose newest bundle is downloaded. */
  readonly from:
    | { readonly kind: 'file'; readonly file: string }
    | { readonly kind: 'thread'; readonly thread: string };
  /** File of the key; `-` is the standard input, undefined the environment. */
  readonly keyFile: string | undefined;
  readonly json: boolean;
  /** Folder that the session is put into. */
  readonly out: string | undefined;
  /** File that the page of its turns is written to. */
  readonly html: string | undefined;
  /** `owner/name`; undefined is the repository of this folder. */
  readonly repository: string | undefined;
  readonly remote: string;
  readonly apiUrl: string | undefined;
}

export const sessionUsage = `Opens the session bundle of a thread, and tells what is in it.

  codex-worker session open THREAD   downloads the newest of issue-12 or pr-34
  codex-worker session open FILE     an artifact codex-worker-session-<thread>,
                                     as downloaded

  --key-file KEY           file with the key that the session was sealed with; -
                           reads it from the standard input. Without it: the
                           environment's SESSION_KEY, OLD_SESSION_KEY and
                           OPENAI_API_KEY, each in turn
  --out FOLDER             also put the ledger and Codex's transcripts into
                           FOLDER, which must not exist
  --html FILE              also write its turns to FILE, which must not exist, as
                           a page for people
  --json                   print JSON: { header, openedWith, bytes, ledger,
                           files: [{ path, bytes }] }
  --repository OWNER/NAME  of the thread (default: that of this folder)
  --remote NAME            the remote on GitHub (default origin)
  --api-url URL            GitHub's API (default: GITHUB_API_URL, or that of the
                           remote)
  -h, --help

A key is never an argument: the machine shows arguments to everybody on it. The
token that a download takes is that of GH_TOKEN, GITHUB_TOKEN or gh auth token,
with Actions: read.

Examples:
  codex-worker session open issue-12 --key-file key.txt
  codex-worker session open pr-34 --json --out session-34
  codex-worker session open issue-12 --html issue-12.html

Exit codes: 0 it opened; 1 it did not; 2 the command line is wrong, or nothing
could be downloaded.
`;

/** Reads the words after `session`. */
export function readSession(args: readonly string[]): SessionOrder | { readonly kind: 'help'; readonly text: string } {
  const { values, positionals } = parseOptions(args, {
    'key-file': { type: 'string' },
    out: { type: 'string' },
    html: { type: 'string' },
    json: { type: 'boolean', default: false },
    repository: { type: 'string' },
    remote: { type: 'string', default: 'origin' },
    'api-url': { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return { kind: 'help', text: sessionUsage };
  const [verb, what, ...more] = positionals;
  if (verb !== 'open') {
    const said = ['session', verb].filter(Boolean).join(' ');
    throw new Misuse(`"${said}" is no command. Write: codex-worker session open THREAD, or a file.`);
  }
  if (what === undefined)
    throw new Misuse('No thread and no file is given. Name a thread as issue-12, or the downloaded session artifact.');
  if (more.length > 0) throw new Misuse(`${more.length + 1} files are given. Name one.`);
  return {
    kind: 'open-session',
    from: /^(?:issue|pr)-[1-9]\d{0,9}$/.test(what) ? { kind: 'thread', thread: what } : { kind: 'file', file: what },
    keyFile: values['key-file'],
    json: values.json,
    out: values.out,
    html: values.html,
    repository: values.repository === undefined ? undefined : repositoryOf([values.repository]),
    remote: values.remote,
    apiUrl: values['api-url'] === undefined ? undefined : urlOf('--api-url', values['api-url']),
  };
}

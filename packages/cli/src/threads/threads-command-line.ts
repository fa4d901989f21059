import { loginOf } from '../init/init-command-line.ts';
import { Misuse } from '../misuse.ts';
import { parseOptions } from '../words/parse-options.ts';
import { repositoryOf } from '../words/repository-argument.ts';
import { urlOf } from '../words/url-argument.ts';

/** What `codex-worker threads` is to list. */
export interface ThreadsOrder {
  readonly kind: 'threads';
  /** `owner/name`; undefined is the repository of this folder. */
  readonly repository: string | undefined;
  /** How far back comments are read. */
  readonly days: number;
  /** Also what is closed. */
  readonly all: boolean;
  readonly ownLogin: string;
  readonly json: boolean;
  readonly remote: string;
  readonly apiUrl: string | undefined;
}

const usualDays = 14;

export const threadsUsage = `Lists the worker's threads in a repository: what runs, waits, was answered, and
when its session expires.

  codex-worker threads [OWNER/NAME] [options]

Without OWNER/NAME it is the repository of this folder. It changes nothing.

  --days N           how far back it reads what was said (default ${usualDays}, at most
                     90)
  --all              also closed issues and pull requests
  --bot-login LOGIN  whose comments are the worker's (default
                     github-actions[bot])
  --json             print JSON: { repository, complete, notes, threads: [{
                     thread, title, url, open, state, waiting, run: { url,
                     since }, lastReply: { at, outcome, url }, session: {
                     savedAt, expiresAt, expired, bytes }, branch,
                     pullRequest }] }
  --remote NAME      the remote on GitHub (default origin)
  --api-url URL      GitHub's API (default: GITHUB_API_URL, or that of the
                     remote)
  -h, --help

States:
  running, waiting   it has a run, or waits for one or in the queue
  unanswered         it was let in, and has neither run nor reply
  failed, cancelled, refused
                     what the last reply says
  answered           it can go on
  expired            it cannot: its session is gone
  moved              it goes on in its pull request

The token is that of GH_TOKEN, GITHUB_TOKEN or gh auth token. It takes Actions,
Contents, Issues and Pull requests, each read.

Examples:
  codex-worker threads
  codex-worker threads octo-org/demo --all
  codex-worker threads --json | jq '.threads[] | select(.state == "failed")'

Exit codes: 0 nothing needs a person; 1 something is unanswered or failed; 2 it
could not look, or the command line is wrong.
`;

/** Reads the words after `threads`. */
export function readThreads(args: readonly string[]): ThreadsOrder | { readonly kind: 'help'; readonly text: string } {
  const { values, positionals } = parseOptions(args, {
    days: { type: 'string', default: String(usualDays) },
    all: { type: 'boolean', default: false },
    'bot-login': { type: 'string', default: 'github-actions[bot]' },
    json: { type: 'boolean', default: false },
    remote: { type: 'string', default: 'origin' },
    'api-url': { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return { kind: 'help', text: threadsUsage };
  return {
    kind: 'threads',
    repository: repositoryOf(positionals),
    days: daysOf(values.days),
    all: values.all,
    ownLogin: loginOf('--bot-login', values['bot-login']),
    json: values.json,
    remote: values.remote,
    apiUrl: values['api-url'] === undefined ? undefined : urlOf('--api-url', values['api-url']),
  };
}

function daysOf(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= 90) return days;
  throw new Misuse(`--days is "${text}". Give a number from 1 to 90.`);
}

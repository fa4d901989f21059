import type { Permission } from '@codex-worker/core';
import { loginOf } from '../init/init-command-line.ts';
import { Misuse } from '../misuse.ts';
import { oneOf, parseOptions } from '../words/parse-options.ts';
import { urlOf } from '../words/url-argument.ts';
import type { GivenFacts, GivenHead } from './given-facts.ts';

/** What `codex-worker replay` is to replay. */
export interface ReplayOrder {
  readonly kind: 'replay';
  /** The file of the event; `-` is the standard input. */
  readonly file: string;
  /** Name of the event; undefined is told by its payload. */
  readonly event: string | undefined;
  /** The caller; undefined is the one of this folder. */
  readonly workflow: string | undefined;
  readonly job: string | undefined;
  /** Inputs beside those of the caller. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What the command line says of people and threads. */
  readonly given: GivenFacts;
  /** Who set a schedule. */
  readonly actor: string | undefined;
  /** A file that says more of them. */
  readonly factsFile: string | undefined;
  readonly offline: boolean;
  readonly json: boolean;
  readonly apiUrl: string | undefined;
}

export const replayUsage = `Tells what the router would decide for an event, and why. It changes nothing, and
posts nothing.

  codex-worker replay EVENT.json [options]

EVENT.json is the payload of the event, as a webhook or GITHUB_EVENT_PATH has it,
or what toJSON(github) prints in a run; - reads it from the standard input. The
inputs are those of the workflow in this folder that calls the worker; without
one, their defaults.

  --event NAME           the event, such as issue_comment (default: as the
                         payload tells)
  --workflow FILE        the workflow that calls the worker
  --job NAME             its job, where more than one calls the worker
  --input NAME=VALUE     another value for an input; may be repeated
  --json                 print JSON: { decision, reason, saidNo, event: { name,
                         action }, workflow: { file, job }, repository, thread,
                         requestId, asker, standing: { admitted, because },
                         route: { start, ref, sha, base, fork }, would,
                         assumed }. What said no is workflow, event, trigger,
                         filter, standing, thread, a rule such as thread-locked,
                         or null; what it would do are kinds eyes, comment,
                         open-issue, queue and stop-run
  --api-url URL          GitHub's API (default: GITHUB_API_URL, or github.com)
  -h, --help

People and threads are looked up on GitHub, with the token of GH_TOKEN,
GITHUB_TOKEN or gh auth token. What is said here is not:

  --permission LEVEL     everybody's permission: none, read, write or admin;
                         LOGIN=LEVEL is that of one. May be repeated
  --thread yes|no        whether the worker was asked in the issue before
  --head BRANCH          branch of the pull request; OWNER:BRANCH is one of a
                         fork
  --actor LOGIN          who set the schedule, where a workflow asks by itself
  --facts FILE           the same as JSON: { "permissions": { "alice":
                         "write" }, "thread": true, "head": "codex/issue-1/x",
                         "reviews": { "77": { "text": "", "comments":
                         ["Why?"] } } }
  --offline              ask GitHub nothing; what nobody says is assumed, and
                         told

Examples:
  codex-worker replay event.json
  codex-worker replay event.json --offline --permission alice=write
  codex-worker replay event.json --input trigger=mention --json
  codex-worker replay - --event issues < event.json

Exit codes: 0 it would be served (run, enqueue or command); 1 it would not
(ignore or refuse); 2 the command line, the event or the workflow is wrong, or
GitHub could not be asked.
`;

/** Reads the words after `replay`. */
export function readReplay(args: readonly string[]): ReplayOrder | { readonly kind: 'help'; readonly text: string } {
  const { values, positionals } = parseOptions(args, {
    event: { type: 'string' },
    workflow: { type: 'string' },
    job: { type: 'string' },
    input: { type: 'string', multiple: true, default: [] },
    permission: { type: 'string', multiple: true, default: [] },
    thread: { type: 'string' },
    head: { type: 'string' },
    actor: { type: 'string' },
    facts: { type: 'string' },
    offline: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'api-url': { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return { kind: 'help', text: replayUsage };
  const [file, ...more] = positionals;
  if (file === undefined)
    throw new Misuse('No event is given. Name the file of its payload, or - for the standard input.');
  if (more.length > 0) throw new Misuse(`${more.length + 1} events are given. Name one.`);
  return {
    kind: 'replay',
    file,
    event: values.event,
    workflow: values.workflow,
    job: values.job,
    inputs: pairsOf('--input', values.input),
    given: {
      ...permissionsOf(values.permission),
      isThread: values.thread === undefined ? undefined : oneOf('--thread', values.thread, ['yes', 'no']) === 'yes',
      head: values.head === undefined ? undefined : headOf('--head', values.head),
      reviews: new Map(),
    },
    actor: values.actor === undefined ? undefined : loginOf('--actor', values.actor),
    factsFile: values.facts,
    offline: values.offline,
    json: values.json,
    apiUrl: values['api-url'] === undefined ? undefined : urlOf('--api-url', values['api-url']),
  };
}

function pairsOf(option: string, pairs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Misuse(`${option} is "${pair}". Write it as NAME=VALUE.`);
      return [pair.slice(0, at).toLowerCase(), pair.slice(at + 1)] as const;
    }),
  );
}

const levels = ['none', 'read', 'write', 'admin'] as const satisfies readonly Permission[];

function permissionsOf(words: readonly string[]): Pick<GivenFacts, 'permission' | 'permissions'> {
  const ofAll = words.filter((word) => !word.includes('='));
  const ofOne = pairsOf(
    '--permission',
    words.filter((word) => word.includes('=')),
  );
  const [permission, ...more] = ofAll.map((word) => oneOf('--permission', word, levels));
  if (more.length > 0)
    throw new Misuse(`--permission says ${ofAll.join(' and ')} of everybody. Say one, or LOGIN=LEVEL.`);
  return {
    permission,
    permissions: new Map([...ofOne].map(([login, word]) => [login, oneOf(`--permission ${login}`, word, levels)])),
  };
}

/** A branch, as GitHub writes the heads of pull requests. */
export function headOf(option: string, text: string): GivenHead {
  const [, owner, branch] = /^(?:([A-Za-z\d][\w-]*):)?([^\s:~^?*[\\]+)$/.exec(text) ?? [];
  if (branch !== undefined) return { owner, branch };
  throw new Misuse(`${option} is "${text}". Write BRANCH, or OWNER:BRANCH where it is one of a fork.`);
}

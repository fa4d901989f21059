import { Misuse } from '../misuse.ts';
import { oneOf, parseOptions } from '../words/parse-options.ts';
import { urlOf } from '../words/url-argument.ts';
import { type Choices, pullRequests, queues, triggers, usual } from './choices.ts';

/** What `codex-worker init` is to do. */
export interface InitOrder {
  readonly kind: 'init';
  readonly choices: Choices;
  /** What the command line leaves open, and a person may be asked. */
  readonly open: readonly (keyof Choices)[];
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly pullRequest: boolean;
  readonly json: boolean;
  readonly remote: string;
  readonly apiUrl: string | undefined;
}

export const initUsage = `Writes the workflow that calls Codex Worker into the repository of this folder.

  codex-worker init [options]

It asks a few questions on a terminal, shows the difference, and writes. Options
answer beforehand:

  --trigger WORD       what asks: all, mention, label or assignee (default all)
  --mention NAME       with --trigger mention: what a text must name (default
                       @codex)
  --label NAME         only issues with this label (default codex with --trigger
                       label)
  --assignee LOGIN     with --trigger assignee: whose assignment asks
  --queue WORD         none: requests run at once. branch: one worker, one
                       request after the other (default none)
  --sweeper            also a workflow that takes up, on a schedule, what lost
                       its run
  --pull-request WORD  auto, on-request or never (default auto)
  --model NAME         of Codex (default: its own)
  --effort WORD        of Codex (default: its own)
  --ref REF            v1, another release, or a full commit SHA (default v1)

  --dry-run            shows the difference and writes nothing
  -y, --yes            asks nothing
  --force              overwrites what is different, and writes beside another
                       caller
  --pr                 writes nothing here: makes a branch and opens a pull
                       request by GitHub's API. The token of GH_TOKEN,
                       GITHUB_TOKEN or gh auth token needs Contents, Pull
                       requests and Workflows: write (a classic one: the scopes
                       repo and workflow)
  --json               asks nothing, and prints JSON: { repository, outcome,
                       pullRequest, files: [{ path, change, text, diff }],
                       next }. The outcome is in-folder, proposed, there or
                       unwritten; with --dry-run it is the plan
  --remote NAME        the remote on GitHub (default origin)
  --api-url URL        GitHub's API (default: GITHUB_API_URL, or that of the
                       remote)
  -h, --help

Examples:
  codex-worker init
  codex-worker init --trigger label --label codex --pull-request on-request --yes
  codex-worker init --pr

Exit codes: 0 it is written, proposed, or was there; 1 something is in the way;
2 the command line, or the folder, is wrong.
`;

const options = {
  trigger: { type: 'string' },
  mention: { type: 'string' },
  label: { type: 'string' },
  assignee: { type: 'string' },
  queue: { type: 'string' },
  sweeper: { type: 'boolean' },
  'pull-request': { type: 'string' },
  model: { type: 'string' },
  effort: { type: 'string' },
  ref: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  force: { type: 'boolean', default: false },
  pr: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  remote: { type: 'string', default: 'origin' },
  'api-url': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the words after `init`. */
export function readInit(args: readonly string[]): InitOrder | { readonly kind: 'help'; readonly text: string } {
  const { values, positionals } = parseOptions(args, options);
  if (values.help) return { kind: 'help', text: initUsage };
  if (positionals[0] !== undefined)
    throw new Misuse(`init takes no "${positionals[0]}". See codex-worker init --help.`);
  const chosen = {
    trigger: values.trigger === undefined ? undefined : oneOf('--trigger', values.trigger, triggers),
    mention: text('--mention', values.mention),
    label: text('--label', values.label),
    assignee: values.assignee === undefined ? undefined : loginOf('--assignee', values.assignee),
    queue: values.queue === undefined ? undefined : oneOf('--queue', values.queue, queues),
    sweeper: values.sweeper,
    pullRequest:
      values['pull-request'] === undefined ? undefined : oneOf('--pull-request', values['pull-request'], pullRequests),
    model: text('--model', values.model),
    effort: text('--effort', values.effort),
    ref: values.ref === undefined ? undefined : refOf(values.ref),
  };
  refuseIdle(chosen);
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  return {
    kind: 'init',
    choices: { ...usual, ...given },
    open: (Object.keys(usual) as (keyof Choices)[]).filter((name) => given[name] === undefined),
    yes: values.yes,
    dryRun: values['dry-run'],
    force: values.force,
    pullRequest: values.pr,
    json: values.json,
    remote: values.remote,
    apiUrl: values['api-url'] === undefined ? undefined : urlOf('--api-url', values['api-url']),
  };
}

/** An option that would do nothing is a mistake. */
function refuseIdle({
  trigger,
  mention,
  assignee,
}: { readonly [name in 'trigger' | 'mention' | 'assignee']: string | undefined }) {
  if (mention !== undefined && trigger !== 'mention')
    throw new Misuse('--mention does nothing alone. Add --trigger mention.');
  if (assignee !== undefined && trigger !== 'assignee')
    throw new Misuse('--assignee does nothing alone. Add --trigger assignee.');
}

function text(option: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : lineOf(option, value);
}

/** A line of plain text. */
export function lineOf(option: string, value: string): string {
  if (value.trim() === '' || /\p{Cc}/u.test(value))
    throw new Misuse(`${option} is "${value.trim()}". Give a line of text.`);
  if (value.includes('${{')) throw new Misuse(`${option} holds an expression. Give the text itself.`);
  return value.trim();
}

/** A login, without the @ that people put before it. */
export function loginOf(option: string, value: string): string {
  const name = value.replace(/^@/, '');
  if (/^[a-z\d](?:[a-z\d_-]*[a-z\d_])?(?:\[bot\])?$/i.test(name)) return name;
  throw new Misuse(`${option} is "${value}", which is no login. Give one such as octo-codex.`);
}

function refOf(value: string): string {
  if (/^v\d+(?:\.\d+){0,2}$|^[0-9a-f]{40}$/.test(value)) return value;
  const short = /^[0-9a-f]{7,39}$/.test(value) ? ' A short SHA is not enough for GitHub.' : '';
  throw new Misuse(`--ref is "${value}".${short} Give a release such as v1, or a commit's SHA of 40 characters.`);
}

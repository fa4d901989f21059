import { printable, printableJson } from '../printable.ts';
import type { Terminal } from '../terminal.ts';
import type { Deed } from './rehearsal.ts';
import type { Verdict } from './verdict.ts';

/** The verdict for programs. */
export function verdictAsJson(verdict: Verdict): string {
  return `${printableJson(verdict)}\n`;
}

/** The verdict for people: the decision first, then what it went by. */
export function renderVerdict(verdict: Verdict, { paint }: Pick<Terminal, 'paint'>): string {
  const { decision, reason, saidNo, would, assumed } = verdict;
  const mark = saidNo === null ? paint('green', decision) : paint('yellow', decision);
  const rows = rowsOf(verdict).map(([name, says]) => `  ${name.padEnd(WIDEST)}  ${printable(says)}`);
  return [
    `${mark}: ${printable(reason)}`,
    '',
    ...rows,
    ...section(
      'It would',
      would.flatMap((deed) => linesOf(deed)),
    ),
    ...section(
      'Assumed',
      assumed.map((what) => `- ${what}`),
    ),
    '',
  ].join('\n');
}

const WIDEST = 'repository'.length;

function rowsOf(verdict: Verdict): readonly (readonly [string, string])[] {
  const { event, workflow, repository, thread, requestId, asker, standing, route, saidNo } = verdict;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['said no', saidNo === null ? undefined : objections[saidNo]],
    ['event', event.action === null ? event.name : `${event.name}.${event.action}`],
    ['workflow', workflow === null ? undefined : `${workflow.file}, job ${workflow.job}`],
    ['repository', repository],
    ['thread', thread ?? undefined],
    ['request', requestId === null ? undefined : `${requestId}${asker === null ? '' : ` by ${asker}`}`],
    ['standing', standing === null ? undefined : `${standing.because}${standing.admitted ? ': may ask' : ''}`],
    ['begins', route === null ? undefined : beginning(route)],
  ];
  return rows.flatMap(([name, says]) => (says === undefined ? [] : [[name, says] as const]));
}

const objections: Readonly<Record<NonNullable<Verdict['saidNo']>, string>> = {
  workflow: 'the workflow: its on: does not name the event',
  event: 'the event: the worker serves none of its kind',
  trigger: 'the trigger: what happened does not ask (inputs trigger, mention, issue-label, assignee)',
  filter: 'the filter of issues (inputs issue-label, title-prefix, issue-types)',
  standing: 'the standing of who asked (inputs minimum-permission, allow-users, allow-bots)',
  thread: 'the thread: it is not the worker’s',
  'fork-refused': 'the rule for forks (input forks)',
  'fork-head-changed': 'the rule for forks: something was pushed after it was asked',
  'thread-locked': 'the lock of the conversation',
  'turns-used-up': 'the limits of turns (inputs turns-per-hour and others)',
};

function beginning({ start, ref, sha, base, fork }: NonNullable<Verdict['route']>): string {
  const session = {
    new: 'a new session',
    continue: 'the session that there is',
    either: 'the session that there is, or a new one',
    anew: 'a new session, as was asked for',
  }[start];
  const branch = ref === '' ? '' : `, on ${ref}`;
  const commit = fork && sha !== '' ? `, at ${sha} of the fork, read-only` : '';
  return `${session ?? start}${branch}${commit}${base === '' || base === ref ? '' : `, proposed to ${base}`}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${printable(line)}`)];
}

function linesOf(deed: Deed): readonly string[] {
  switch (deed.kind) {
    case 'eyes':
      return [`leave 👀 on ${deed.on}`];
    case 'comment':
      return [`comment in ${deed.thread}:`, ...quoted(deed.text)];
    case 'open-issue':
      return ['open an issue for the prompt:', ...quoted(deed.text)];
    case 'queue':
      return [`put ${deed.request} of ${deed.thread} into the queue`];
    case 'stop-run':
      return [`stop ${deed.url}`];
  }
}

/** Lines of a text that are shown; the JSON has all. */
const MOST_LINES = 12;

function quoted(text: string): readonly string[] {
  const lines = text.split('\n');
  const shown = lines.slice(0, MOST_LINES).map((line) => `  | ${line.slice(0, 200)}`);
  return lines.length > MOST_LINES ? [...shown, `  | … ${lines.length - MOST_LINES} more lines`] : shown;
}

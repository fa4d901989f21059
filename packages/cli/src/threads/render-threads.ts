import { printable, printableJson } from '../printable.ts';
import type { Terminal } from '../terminal.ts';
import type { Paint } from '../words/paint.ts';
import { fit, type Table } from '../words/table.ts';
import type { ThreadList, ThreadRow, ThreadState } from './thread-row.ts';

/** The list for programs. */
export function threadsAsJson(list: ThreadList): string {
  return `${printableJson(list)}\n`;
}

/** The list for people: one line for each thread. */
export function renderThreads(
  { repository, threads, notes }: ThreadList,
  now: string,
  { paint, columns }: Pick<Terminal, 'paint' | 'columns'>,
): string {
  const told = [...threads.flatMap(needOf), ...notes.map((note) => `! ${note}`)].map(printable);
  const table =
    threads.length === 0
      ? ['No thread of the worker is open here.']
      : lines(
          threads.map((row) => cellsOf(row, now, columns !== undefined && columns < WIDE)),
          threads,
          { paint, columns },
        );
  return [paint('bold', printable(repository)), ...table, ...(told.length > 0 ? ['', ...told] : []), ''].join('\n');
}

/** What needs a person, and where. */
function needOf({ thread, state, url, lastReply }: ThreadRow): readonly string[] {
  switch (state) {
    case 'unanswered':
      return [
        `✗ ${thread}: nothing works on it. Comment there, or let a sweeper find it: codex-worker init --sweeper. ${url}`,
      ];
    case 'failed':
      return [`✗ ${thread}: its last turn failed. The reply tells why, and what to do. ${lastReply?.url ?? url}`];
    default:
      return [];
  }
}

const heads = ['THREAD', 'STATE', 'TITLE', 'LAST REPLY', 'SESSION', 'BRANCH', 'PR'] as const;
/** Where less fits, a session tells only how long it is left. */
const WIDE = 120;
/** What is shortened where the terminal is narrow. */
const SHRINKS = [heads.indexOf('TITLE'), heads.indexOf('BRANCH')];

function lines(
  cells: Table,
  threads: readonly ThreadRow[],
  { paint, columns }: { readonly paint: Paint; readonly columns: number | undefined },
): readonly string[] {
  const [head = [], ...rows] = fit([heads, ...cells], columns, SHRINKS);
  const at = heads.indexOf('STATE');
  return [
    paint('dim', head.join('  ').trimEnd()),
    ...rows.map((row, index) => {
      const colour = colours[threads[index]?.state ?? 'answered'];
      return row
        .map((cell, column) => (column === at ? paint(colour, cell) : cell))
        .join('  ')
        .trimEnd();
    }),
  ];
}

const colours = {
  running: 'cyan',
  waiting: 'blue',
  unanswered: 'red',
  failed: 'red',
  cancelled: 'yellow',
  refused: 'yellow',
  expired: 'yellow',
  answered: 'green',
  moved: 'dim',
} as const satisfies Readonly<Record<ThreadState, string>>;

function cellsOf(row: ThreadRow, now: string, narrow: boolean): readonly string[] {
  const { thread, title, lastReply, branch, pullRequest } = row;
  const reply = lastReply === null ? '–' : `${lastReply.outcome} ${ago(lastReply.at, now)}`;
  const cells = [thread, stateOf(row, now), title ?? '–', reply, sessionOf(row, now, narrow), branch ?? '–'];
  return [...cells, pullRequest === null ? '–' : `#${pullRequest}`].map(printable);
}

function stateOf({ state, run, waiting }: ThreadRow, now: string): string {
  const behind = waiting > 0 && state === 'running' ? `, ${waiting} ${waiting === 1 ? 'waits' : 'wait'}` : '';
  if (state === 'running') return `running${run?.since ? ` ${span(run.since, now)}` : ''}${behind}`;
  return state === 'waiting' ? `waiting ${waiting}` : state;
}

function sessionOf({ session }: ThreadRow, now: string, narrow: boolean): string {
  if (session === null) return '–';
  const { savedAt, expiresAt, expired } = session;
  const left = expiresAt === null ? undefined : `${span(now, expiresAt)} left`;
  const end = expired ? 'expired' : left;
  if (narrow && end !== undefined) return end;
  return [`saved ${ago(savedAt, now)}`, end].filter((part) => part !== undefined).join(', ');
}

const ago = (time: string, now: string): string => `${span(time, now)} ago`;

const SECOND_MS = 1000;

/** A time between, as rough as people say it. */
function span(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / SECOND_MS));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

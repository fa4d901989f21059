import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A child process of an action, in milliseconds since 1970. */
interface Child {
  readonly file: string;
  readonly args: readonly string[];
  readonly spawned: number;
  readonly killed?: number;
  readonly exited?: number;
}

interface Noted {
  readonly began: number;
  readonly ended: number;
  readonly children: readonly Child[];
}

type Interval = readonly [from: number, to: number];

/** How an action's time was spent in other programs. */
export interface TimeInChildren {
  readonly codexMs: number;
  readonly gitMs: number;
  /** From the end of the last Codex process that did work to the end of the action. */
  readonly afterCodexMs: number | undefined;
}

/** The environment in which an action notes its children in a file. */
export function notingChildren(file: string): Readonly<Record<string, string>> {
  const preload = fileURLToPath(import.meta.resolve('./children-of-action.cjs'));
  return { NODE_OPTIONS: `--require ${preload}`, BENCH_CHILDREN_FILE: file };
}

export async function timeInChildren(file: string): Promise<TimeInChildren> {
  const noted = JSON.parse(await readFile(file, 'utf8')) as Noted;
  const { children } = noted;
  const codex = children.filter(({ file: name }) => name === 'codex').flatMap((child) => waits(child, noted));
  const git = children.filter(({ file: name }) => name === 'git').flatMap((child) => waits(child, noted));
  const worked = children.filter(({ file: name, args }) => name === 'codex' && !isProxy(args));
  const last = Math.max(...worked.map(({ exited = noted.ended }) => exited));
  return {
    codexMs: length(codex),
    gitMs: length(git),
    afterCodexMs: worked.length === 0 ? undefined : noted.ended - last,
  };
}

/** When the action waited for a child. The proxy serves until the end: it is waited for as it starts and as it stops. */
function waits(child: Child, { children, ended }: Noted): readonly Interval[] {
  const exited = child.exited ?? ended;
  if (!isProxy(child.args)) return [[child.spawned, exited]];
  const next = children.find(({ spawned }) => spawned > child.spawned)?.spawned ?? exited;
  return [
    [child.spawned, next],
    [child.killed ?? exited, exited],
  ];
}

const isProxy = (args: readonly string[]): boolean => args[0] === 'responses-api-proxy';

/** The length of the union. */
function length(intervals: readonly Interval[]): number {
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    total += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return total;
}

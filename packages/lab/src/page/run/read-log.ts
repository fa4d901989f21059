import type { RunRecord } from '../../run.ts';

/** A line of a step's log. */
export interface LogLine {
  /** Of the whole step, from 1. */
  readonly number: number;
  readonly at: string;
  readonly text: string;
}

/** Lines that stand together: those of a `::group::`, or those outside of any. */
export type LogPart =
  | { readonly kind: 'line'; readonly line: LogLine }
  | { readonly kind: 'group'; readonly title: LogLine; readonly lines: readonly LogLine[] };

/** What a run logged, by job and step. */
export interface RunLog {
  of(job: string, step: string): readonly LogPart[];
  /** What belongs to no job: why a run did not start. */
  readonly loose: readonly string[];
}

/** Takes a run's log apart. A run that was run again shows its latest attempt. */
export function readLog({ log, startedAt, attempt }: RunRecord): RunLog {
  const steps = new Map<string, LogLine[]>();
  const loose: string[] = [];
  for (const text of log.split('\n')) {
    const [, job, step, at = '', line = ''] = /^([^\t]*)\t([^\t]*)\t(\S+) ?(.*)$/s.exec(text) ?? [];
    if (job === undefined) {
      if (text !== '') loose.push(text.replace(/^##\[error\]/, ''));
    } else if (attempt === 1 || at.slice(0, 19) >= startedAt.slice(0, 19)) {
      const lines = steps.get(`${job}\t${step}`) ?? [];
      lines.push({ number: lines.length + 1, at, text: line });
      steps.set(`${job}\t${step}`, lines);
    }
  }
  return { of: (job, step) => inGroups(steps.get(`${job}\t${step}`) ?? []), loose };
}

function inGroups(lines: readonly LogLine[]): readonly LogPart[] {
  const parts: LogPart[] = [];
  let group: LogLine[] | undefined;
  for (const line of lines) {
    const title = /^##\[group\](.*)$/s.exec(line.text)?.[1];
    if (title !== undefined) {
      group = [];
      parts.push({ kind: 'group', title: { ...line, text: title }, lines: group });
    } else if (line.text === '##[endgroup]') group = undefined;
    else if (group === undefined) parts.push({ kind: 'line', line });
    else group.push(line);
  }
  return parts;
}

import { cutText } from '../reply/cut-text.ts';
import type { PlanStep, Sign } from './sign.ts';

/** What Codex has done in a turn so far, and what it is doing now. It stays small however long the turn takes. */
export interface Activity {
  readonly plan: readonly PlanStep[];
  /** What it said last. */
  readonly said: string | undefined;
  /** Commands that run, in the order in which they began. */
  readonly running: readonly string[];
  /** The last commands that ended, oldest first. */
  readonly ended: readonly EndedCommand[];
  readonly endedCount: number;
  readonly failedCount: number;
  /** The tool that it used last, unless something came after it. */
  readonly tool: string | undefined;
  /** Files that it changed, in the order in which it first did. */
  readonly files: readonly string[];
  readonly fileCount: number;
}

export interface EndedCommand {
  readonly command: string;
  /** Undefined where nobody tells. */
  readonly exitCode: number | undefined;
}

export const noActivity: Activity = {
  plan: [],
  said: undefined,
  running: [],
  ended: [],
  endedCount: 0,
  failedCount: 0,
  tool: undefined,
  files: [],
  fileCount: 0,
};

/** What is kept of each, and of a text. More is shown nowhere. */
export const kept = { ended: 8, running: 4, files: 20, steps: 20 } as const;
const LONGEST_TEXT = 2_000;
/** Names of files are remembered up to here, so that one that changes again is not counted again. */
const MOST_FILES = 1_000;

/** Takes up one more sign. Pure. */
export function noted(activity: Activity, sign: Sign): Activity {
  const now = { ...activity, tool: undefined };
  switch (sign.kind) {
    case 'planned':
      return { ...now, plan: sign.steps.slice(0, 200).map(({ text, done }) => ({ text: short(text), done })) };
    case 'command-started':
      return { ...now, running: [...activity.running, short(sign.command)].slice(-kept.running) };
    case 'command-ended':
      return withEnded(now, { command: short(sign.command), exitCode: sign.exitCode });
    case 'files-changed':
      return withFiles(now, sign.paths.map(short));
    case 'said':
      return { ...now, said: short(sign.text) };
    case 'tool-used':
      return { ...now, tool: short(sign.name) };
  }
}

function withEnded(activity: Activity, command: EndedCommand): Activity {
  const at = activity.running.indexOf(command.command);
  return {
    ...activity,
    running: at < 0 ? activity.running : activity.running.toSpliced(at, 1),
    ended: [...activity.ended, command].slice(-kept.ended),
    endedCount: activity.endedCount + 1,
    failedCount: activity.failedCount + (hasFailed(command) ? 1 : 0),
  };
}

/** Whether a command ended badly, as far as anybody tells. */
export const hasFailed = ({ exitCode }: EndedCommand): boolean => exitCode !== undefined && exitCode !== 0;

function withFiles(activity: Activity, paths: readonly string[]): Activity {
  const known = new Set(activity.files);
  const fresh = [...new Set(paths)].filter((path) => !known.has(path));
  return {
    ...activity,
    files: [...activity.files, ...fresh].slice(0, MOST_FILES),
    fileCount: activity.fileCount + fresh.length,
  };
}

const short = (text: string): string => cutText(text, LONGEST_TEXT);
